import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Db } from '../../db/schema'
import { createDatabase } from '../../test/database'
import { createDataFolder, run, startServer, waitUntilReady } from '../../test/server/process'
import { TEST_SECRET } from '../../test/settings'
import { parseKey } from '../auth/api-key-format'

let db: Db
let env: { DATABASE_URL: string; MEMANTO_SECRET: string }

beforeAll(async () => {
  const { db: opened, url } = await createDatabase()
  db = opened
  env = { DATABASE_URL: url, MEMANTO_SECRET: TEST_SECRET }
})

async function admin(args: string[], settings: Record<string, string> = env) {
  const command = run('admin', args, settings)
  const exitCode = await command.ended()
  return { exitCode, ...command.said() }
}

describe('bootstrap', () => {
  test('creates a team, its owner and a key, once', async () => {
    const args = ['bootstrap', '--email', 'Ada@Example.com', '--team', 'Acme', '--agent', 'customer-support', '--json']
    const first = await admin(args)
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    const made = JSON.parse(first.stdout)
    expect(Object.keys(made)).toEqual(['created', 'team', 'api_key', 'password_link'])
    expect(made).toMatchObject({
      created: true,
      team: 'Acme',
      password_link: expect.stringMatching(/^http:\/\/localhost:8000\/invite\/password\/[\w-]{43}$/),
    })

    const parts = parseKey(made.api_key)
    const key = await db
      .selectFrom('api_keys')
      .selectAll()
      .where('id', '=', parts?.id ?? '')
      .executeTakeFirstOrThrow()
    expect(key.secret_hash).toEqual(parts?.secretHash)
    const token = made.password_link.split('/').at(-1)
    const link = await db
      .selectFrom('password_links')
      .selectAll()
      .where('token_hash', '=', createHash('sha256').update(token).digest())
      .executeTakeFirstOrThrow()
    expect(link.expires_at.getTime() - link.created_at.getTime()).toBeCloseTo(24 * 3_600_000, -4)
    const owner = await db
      .selectFrom('memberships')
      .innerJoin('people', 'people.id', 'person_id')
      .select(['email', 'role'])
      .executeTakeFirstOrThrow()
    expect(owner).toEqual({ email: 'ada@example.com', role: 'owner' })
    const audit = await db.selectFrom('audit_log').select(['action', 'by_kind']).orderBy('id').execute()
    expect(audit.map((row) => `${row.by_kind} ${row.action}`)).toEqual(['system team.founded', 'system agent.created', 'system key.issued'])

    const second = await admin(args)
    expect({ ...second, stdout: JSON.parse(second.stdout) }).toEqual({ exitCode: 0, stderr: '', stdout: { created: false, team: 'Acme' } })
  })

  test('creates one team if it runs twice at the same time', async () => {
    const args = ['bootstrap', '--email', 'bob@example.com', '--team', 'Twice', '--json']
    const both = await Promise.all([admin(args), admin(args)])
    expect(both.map(({ stdout }) => JSON.parse(stdout).created).sort()).toEqual([false, true])
  })

  test('leaves nothing behind when it fails', async () => {
    const { exitCode, stderr } = await admin(['bootstrap', '--email', 'eve@example.com', '--team', 'Half', '--agent', 'bad name'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/^--agent must be 1 to 64 letters/) })
    expect(await db.selectFrom('teams').where('name', '=', 'Half').selectAll().execute()).toEqual([])
  })

  test.each([
    [['--team', 'X'], /^--email is missing/],
    [['--email', 'nobody', '--team', 'X'], /^--email must be an e-mail address/],
    [['--email', 'a@b.co', '--team', ' '], /^--team must not be blank/],
    [['--email', 'a@b.co', '--team', 'X', '--role', 'king'], /--role/],
  ])('%j is refused in a sentence', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await admin(['bootstrap', ...args])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})

test.each([[['migrate']], [['bootstrap', '--email', 'a@b.co', '--team', 'X']], [['reset-password', '--email', 'a@b.co']]])(
  '%j says in one sentence that the database does not answer',
  async (args) => {
    const { exitCode, stderr } = await admin(args, { ...env, DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x' })
    expect([exitCode, stderr]).toEqual([1, 'The database at 127.0.0.1:1/x does not answer (ECONNREFUSED).\n'])
  },
)

test('an unknown command lists the known ones', async () => {
  const { stdout } = await admin(['help'])
  expect(stdout).toContain('restore FILE [--replace PLACE] [--json]')
  expect(await admin(['frobnicate'])).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('bootstrap --email') })
})

describe('with the embedded database', () => {
  test('works without a server and next to a running one, which continues', async () => {
    const MEMANTO_DATA_DIR = createDataFolder()
    const alone = await admin(['bootstrap', '--email', 'ada@example.com', '--team', 'Acme'], { MEMANTO_DATA_DIR })
    expect(alone).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('mk_live_') })
    const server = await waitUntilReady(await startServer({ MEMANTO_DATA_DIR }))
    expect(server.said().stdout).not.toContain('bootstrap')
    const again = await admin(['bootstrap', '--email', 'ada@example.com', '--team', 'Acme', '--json'], { MEMANTO_DATA_DIR })
    expect(JSON.parse(again.stdout)).toEqual({ created: false, team: 'Acme' })
    expect((await fetch(`${server.url}/api/v2/database`)).status).toBe(200)
    const found = await admin(['doctor', '--json'], { MEMANTO_DATA_DIR })
    expect(JSON.parse(found.stdout)).toMatchObject({ ok: true })

    const reset = async () =>
      JSON.parse((await admin(['reset-password', '--email', 'ada@example.com', '--json'], { MEMANTO_DATA_DIR })).stdout)
    const { port } = new URL(server.url)
    expect((await reset()).password_link).toMatch(new RegExp(`^http://localhost:${port}/invite/password/`))
    server.child.kill('SIGINT')
    await server.ended()
    expect((await reset()).password_link).toMatch(/^http:\/\/localhost:8000\/invite\/password\//)
    expect(statSync(join(MEMANTO_DATA_DIR, 'secret')).mode & 0o777).toBe(0o600)
  })
})

test.each([
  [['migrate'], 'SIGINT', 130],
  [['doctor'], 'SIGTERM', 143],
] as const)('%j that is interrupted leaves no Postgres running', async ([name], signal, exitCode) => {
  const MEMANTO_DATA_DIR = createDataFolder()
  const postmaster = join(MEMANTO_DATA_DIR, 'postgres/postmaster.pid')
  const command = run('admin', [name], { MEMANTO_DATA_DIR, NODE_OPTIONS: `--import=${signalAt(postmaster, signal)}` })
  expect(await command.ended()).toBe(exitCode)
  expect({ ...command.said(), isRunning: existsSync(postmaster) }).toEqual({ stdout: '', stderr: 'Interrupted.\n', isRunning: false })
})

/** Returns a module that sends its own process a signal as soon as a file exists. Sent by the test, it could come when the command has ended on a busy machine. */
function signalAt(path: string, signal: NodeJS.Signals): string {
  const code = `
    import { existsSync } from 'node:fs'
    const timer = setInterval(() => {
      if (!existsSync(${JSON.stringify(path)})) return
      clearInterval(timer)
      process.kill(process.pid, '${signal}')
    })
    timer.unref()`
  return `data:text/javascript,${encodeURIComponent(code)}`
}

test('restore that is interrupted while it waits for a lock ends', async () => {
  const schema = 'held'
  const waiting = sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like ${`%create schema%${schema}%`}`
  await db.transaction().execute(async (tx) => {
    await tx.schema.createSchema(schema).execute()
    const command = run('admin', ['restore', 'none'], { ...env, DATABASE_URL: addSchema(env.DATABASE_URL, schema) })
    await expect.poll(async () => (await waiting.execute(db)).rows.length, { timeout: 30_000 }).toBe(1)
    command.child.kill('SIGINT')
    expect(await command.ended()).toBe(130)
    expect(command.said()).toEqual({ stdout: '', stderr: 'Interrupted. Nothing was changed.\n' })
  })
})

function addSchema(url: string, schema: string): string {
  const changed = new URL(url)
  changed.searchParams.set('schema', schema)
  return changed.href
}

describe('doctor', () => {
  test('names every secret in use with its length, and shows none', async () => {
    const NEXTAUTH_SECRET = 'hunter2 in forty characters, 0123456789.'
    const { stdout } = await admin(['doctor'], { ...env, NEXTAUTH_SECRET })
    expect(stdout).toMatch(/^✓ secret +\d+ bytes in MEMANTO_SECRET, 40 bytes in NEXTAUTH_SECRET$/m)
    expect(stdout).not.toContain('hunter2')
  })

  test('finds no fault in a healthy installation', async () => {
    const { exitCode, stdout } = await admin(['doctor'])
    expect(exitCode).toBe(0)
    for (const check of ['settings', 'secret', 'database', 'extensions', 'migrations', 'clock'])
      expect(stdout).toMatch(new RegExp(`^✓ ${check} `, 'm'))
  })

  test.runIf(process.getuid?.() === 0)('lists data whose checkout is gone, which is not a fault', async () => {
    const folder = `/var/lib/memanto/test-${process.pid}`
    mkdirSync(join(folder, 'postgres'), { recursive: true })
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'postgres/PG_VERSION'), '18\n')
    writeFileSync(join(folder, 'made-for'), '/nowhere/memanto/.memanto\n')
    const { exitCode, stdout } = await admin(['doctor'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`${folder} contains the data of /nowhere/memanto/.memanto, whose checkout is gone`)
  })

  test.each([
    ['a wrong setting', { MEMANTO_SECRET: 'hunter2' }, 'settings', /MEMANTO_SECRET/],
    ['a weak secret for logins', { NEXTAUTH_SECRET: 'hunter2' }, 'settings', /^NEXTAUTH_SECRET must be at least 32 bytes/],
    ['a weak previous secret', { MEMANTO_SECRET_PREVIOUS: 'hunter2' }, 'settings', /^MEMANTO_SECRET_PREVIOUS must be at least 32 bytes/],
    ['a weak token for metrics', { METRICS_TOKEN: 'hunter2' }, 'settings', /^METRICS_TOKEN must be at least 32 bytes/],
    ['an address for migrations that is not there', { DATABASE_DIRECT_URL: 'postgres://u:hunter2@127.0.0.1:1/x' }, 'direct', /DIRECT_URL/],
    ['a database that is not there', { DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x' }, 'database', /ECONNREFUSED/],
  ])('names %s, and no secret', async (_name, change, check, detail) => {
    const { exitCode, stdout } = await admin(['doctor', '--json'], { ...env, ...change })
    expect(exitCode).toBe(1)
    const { ok, checks } = JSON.parse(stdout)
    expect(ok).toBe(false)
    expect(checks.find((found: { ok: boolean }) => !found.ok)).toMatchObject({ check, detail: expect.stringMatching(detail) })
    expect(stdout).not.toContain('hunter2')
  })
})
