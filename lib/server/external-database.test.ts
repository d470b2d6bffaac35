import { beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../test/server/postgres'
import { run, startServer, waitForStatus, waitUntilReady } from '../../test/server/process'
import { TEST_SECRET } from '../../test/settings'

let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startPostgres()
  await postgres.execute(`create role ann login password 'pw'`)
  await postgres.execute(`create role guest login password 'pw'`)
  await postgres.execute('create database main owner ann')
  await postgres.execute('create database tls_only owner ann')
  await postgres.execute(`create database latin owner ann encoding 'LATIN1' template template0`)
  await postgres.execute(`create database ascii owner ann encoding 'SQL_ASCII' template template0`)
  await postgres.execute('create database closed owner postgres')
  await postgres.execute('revoke connect on database closed from public')
  await postgres.execute('create database plain owner postgres')
  await postgres.execute('grant create on schema public to ann', 'plain')
})

const settings = (url: string, more: object = {}) => ({ DATABASE_URL: url, MEMANTO_SECRET: TEST_SECRET, ...more })

/** Runs a command until it ends. */
async function admin(args: string[], env: Record<string, string>) {
  const command = run('admin', args, env)
  const exitCode = await command.ended()
  return { exitCode, ...command.said() }
}

interface Check {
  check: string
  ok: boolean
  detail: string
}

async function doctor(url: string, more: object = {}): Promise<{ exitCode: number | null; checks: Check[] }> {
  const { exitCode, stdout } = await admin(['doctor', '--json'], settings(url, more))
  return { exitCode, checks: JSON.parse(stdout).checks }
}

const failed = (checks: Check[]) => checks.filter(({ ok }) => !ok).map(({ check, detail }) => `${check}: ${detail}`)

/** What the server says when it does not start. */
async function refusal(url: string): Promise<string> {
  const server = await startServer(settings(url))
  expect(await server.ended()).toBe(1)
  return server.said().stderr
}

describe('each reason why a database cannot be used has its own sentence, at start and in doctor', () => {
  const url = (role: string, password: string, database: string, parameters?: string) => () =>
    postgres.url(role, password, database, parameters)
  test.each([
    [
      'a wrong password',
      url('ann', 'wrong-pw', 'main'),
      /^The password of the role "ann" was rejected at localhost:\d+\/main\. .* percent-encoded\.\n$/,
    ],
    [
      'a missing database',
      url('ann', 'pw', 'nowhere'),
      /^The database "nowhere" does not exist at localhost:\d+\/nowhere\. Create it with: create database/,
    ],
    ['a database that may not be entered', url('ann', 'pw', 'closed'), /^The role "ann" may not use the database closed\. .*grant connect/],
    [
      'a schema that may not be written',
      url('guest', 'pw', 'main'),
      /^The role "guest" may not create tables in the schema public\. .*grant usage, create/,
    ],
    [
      'extensions that may not be created',
      url('ann', 'pw', 'plain'),
      /^The role "ann" may not create the extensions .*create extension btree_gin/,
    ],
    [
      'a server that takes TLS only',
      url('ann', 'pw', 'tls_only'),
      /^The database server at localhost:\d+\/tls_only only accepts encrypted connections\. Add sslmode=require/,
    ],
    [
      'a certificate of an unknown authority',
      url('ann', 'pw', 'main', '?sslmode=verify-full'),
      /^The certificate of the database server at .* cannot be verified\. .*sslrootcert/,
    ],
    ['LATIN1', url('ann', 'pw', 'latin'), /^The encoding of the database latin is LATIN1.*UTF8 is required/],
    ['SQL_ASCII', url('ann', 'pw', 'ascii'), /^The encoding of the database ascii is SQL_ASCII.*UTF8 is required/],
  ])('%s', async (_name, address, sentence) => {
    const said = await refusal(address())
    expect(said).toMatch(sentence)
    expect(said).not.toMatch(/wrong-pw|rolled back|\n\s+at /)
    const { stderr } = await admin(['migrate'], settings(address()))
    expect(stderr).toBe(said)
  })

  test.each([
    ['a wrong password', url('ann', 'wrong-pw', 'main'), /^database: The password of the role "ann" was rejected/],
    ['a missing database', url('ann', 'pw', 'nowhere'), /^database: The database "nowhere" does not exist/],
    ['LATIN1', url('ann', 'pw', 'latin'), /^encoding: The encoding of the database latin is LATIN1/],
    ['a server that takes TLS only', url('ann', 'pw', 'tls_only'), /^database: .* only accepts encrypted connections/],
  ])('doctor: %s', async (_name, address, sentence) => {
    const { exitCode, checks } = await doctor(address())
    expect(exitCode).toBe(1)
    expect(failed(checks)[0]).toMatch(sentence)
  })
})

describe('sslmode', () => {
  test('require and prefer encrypt with a certificate that the server signed itself', async () => {
    for (const mode of ['require', 'prefer'])
      expect(await admin(['migrate'], settings(postgres.url('ann', 'pw', 'tls_only', `?sslmode=${mode}`)))).toMatchObject({
        exitCode: 0,
        stderr: '',
      })
  })

  test('verify-ca and verify-full accept the authority that sslrootcert names', async () => {
    for (const mode of ['verify-ca', 'verify-full']) {
      const url = postgres.url('ann', 'pw', 'tls_only', `?sslmode=${mode}&sslrootcert=${postgres.certificate}`)
      expect(await admin(['migrate'], settings(url))).toMatchObject({ exitCode: 0, stderr: '' })
    }
  })

  test('on a server without TLS, prefer connects without it, and require fails with a message', async () => {
    await postgres.execute('create database unencrypted owner ann')
    await postgres.execute('alter system set ssl = off')
    await postgres.execute('select pg_reload_conf()')
    try {
      const url = (mode: string) => postgres.url('ann', 'pw', 'unencrypted', `?sslmode=${mode}`)
      expect(await admin(['migrate'], settings(url('prefer')))).toMatchObject({ exitCode: 0, stderr: '' })
      expect(await refusal(url('require'))).toMatch(
        /^The database server at .* does not support TLS, which the sslmode in DATABASE_URL requires\./,
      )
    } finally {
      await postgres.execute('alter system reset ssl')
      await postgres.execute('select pg_reload_conf()')
    }
  })
})

test("libpq's form for a socket works", async () => {
  await postgres.execute('create database by_socket owner ann')
  const url = `postgres://ann:pw@/by_socket?host=${encodeURIComponent(postgres.folder)}&port=${postgres.port}`
  const server = await waitUntilReady(await startServer(settings(url)))
  await expect.poll(() => server.said().stdout).toContain(`${postgres.folder}:${postgres.port}/by_socket`)
})

test('two installations in two schemas of one database are independent of each other', async () => {
  await postgres.execute('create database shared owner ann')
  const addresses = [postgres.url('ann', 'pw', 'shared'), postgres.url('ann', 'pw', 'shared', '?schema=second')]
  for (const address of addresses) {
    const made = await admin(['bootstrap', '--email', 'ann@example.com', '--team', 'Acme', '--json'], settings(address))
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(JSON.parse(made.stdout)).toMatchObject({ created: true })
    expect(failed((await doctor(address)).checks)).toEqual([])
    await waitUntilReady(await startServer(settings(address)))
  }
  await postgres.execute(
    `do $$ begin
    assert (select count(*) from public.teams) = 1 and (select count(*) from second.teams) = 1;
    assert (select count(*) from public.kysely_migration) = (select count(*) from second.kysely_migration);
  end $$`,
    'shared',
  )
})

test('a schema in which nothing may be created is named', async () => {
  await postgres.execute('create database owned owner postgres')
  expect(await refusal(postgres.url('ann', 'pw', 'owned', '?schema=second'))).toMatch(
    /^The role "ann" may not create the schema second\. .*create schema second authorization/,
  )
})

test('a pool larger than the server allows is reported at start and by doctor', async () => {
  await postgres.execute('create database small owner ann')
  const server = await waitUntilReady(await startServer(settings(postgres.url('ann', 'pw', 'small'), { DATABASE_POOL_SIZE: '200' })))
  expect(server.said().stderr).toMatch(/^DATABASE_POOL_SIZE is 200, but the database allows this role at most 37 connections/)
  const { checks } = await doctor(postgres.url('ann', 'pw', 'small'), { DATABASE_POOL_SIZE: '200' })
  expect(failed(checks)).toEqual([expect.stringMatching(/^connections: DATABASE_POOL_SIZE is 200/)])
})

test('a database that a newer version used is refused with that version, at start and by doctor', async () => {
  await postgres.execute('create database newer owner ann')
  const url = postgres.url('ann', 'pw', 'newer')
  await admin(['migrate'], settings(url))
  await postgres.execute(
    `insert into kysely_migration values ('9999-later', '2030-01-01'); insert into migration_checksums values ('9999-later', 'x', '7.1.0')`,
    'newer',
  )
  const sentence = /This database was used by a newer Memanto, version 7\.1\.0: it has the migration 9999-later/
  expect(await refusal(url)).toMatch(sentence)
  expect(failed((await doctor(url)).checks)[0]).toMatch(sentence)
})

test('while the database can only be read, /ready says 503, and 200 again afterwards', async () => {
  await postgres.execute('create database demoted owner ann')
  const server = await waitUntilReady(await startServer(settings(postgres.url('ann', 'pw', 'demoted'))))
  const turn = async (value: string) => {
    await postgres.execute(`alter database demoted set default_transaction_read_only = ${value}`)
    await postgres.execute(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'demoted'`)
  }
  await turn('on')
  await waitForStatus(server, '/ready', 503)
  await expect.poll(async () => (await (await fetch(`${server.url}/ready`)).json()).detail).toBe('The database is read-only.')
  await turn('off')
  await waitForStatus(server, '/ready', 200)
})

test('a replica is refused, migrated or not', async () => {
  await admin(['migrate'], settings(postgres.url('ann', 'pw', 'main')))
  await postgres.execute('create database unmigrated owner ann')
  const replica = await postgres.replica()
  for (const database of ['main', 'unmigrated']) {
    expect(await refusal(replica.url('ann', 'pw', database))).toBe(
      'The database is a read-only replica. Set DATABASE_URL to the primary server.\n',
    )
    expect(failed((await doctor(replica.url('ann', 'pw', database))).checks)[0]).toMatch(/^writable: The database is a read-only replica/)
  }
})
