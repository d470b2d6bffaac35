import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { readDatabaseUrl } from '../../db/connection-url'
import { countRecalls } from '../../db/memory-uses'
import { migrate, migrationNames, migrationsUntil } from '../../db/migrate'
import type { Db } from '../../db/schema'
import { atEnd } from '../../test/at-end'
import { digestTables, fillDatabase } from '../../test/backup'
import { createDatabase } from '../../test/database'
import { createEarlierDatabase, EARLIER_SCHEMAS } from '../../test/earlier-database'
import { createEmptyDatabase } from '../../test/empty-database'
import { run, startServer, waitUntilReady } from '../../test/server/process'
import { TEST_SECRET } from '../../test/settings'
import { createTeam } from '../../test/teams'
import { encodeFrame } from './frames'
import { restoreBackup } from './restore'
import { saveBackup } from './save'

let source: { db: Db; url: string }
let file: string

beforeAll(async () => {
  source = await createDatabase()
  await fillDatabase(source.db)
  file = newFile()
  await saved(source.url, file)
})

function newFile(name = 'memanto.backup'): string {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-backup-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}

type Env = Record<string, string>

const command = (args: string[], url: string, env: Env = {}) =>
  run('admin', args, { DATABASE_URL: url, MEMANTO_SECRET: TEST_SECRET, ...env })

async function admin(args: string[], url: string, env: Env = {}) {
  const started = command(args, url, env)
  const exitCode = await started.ended()
  return { exitCode, ...started.said() }
}

async function saved(url: string, path: string): Promise<void> {
  expect(await admin(['backup', path], url)).toMatchObject({ exitCode: 0, stderr: '' })
}

const NO_PROGRESS = { start: () => {}, advance: () => {}, stop: () => {} }

function withParameter(url: string, name: string, value: string): string {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed.href
}
const placeOf = (url: string) => readDatabaseUrl(url).place
const indexesOf = async (db: Db) => (await sql`select indexdef from pg_indexes where schemaname = 'public' order by 1`.execute(db)).rows
const countTables = async (db: Db) => {
  const { rows } = await sql<{
    tables: number
  }>`select count(*)::int as tables from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(db)
  return rows[0]?.tables
}

describe('backup and restore', () => {
  test('every row, every generated column and every sequence is restored in another database', async () => {
    const target = await createEmptyDatabase()
    const restored = await admin(['restore', file, '--json'], target.url)
    expect(restored).toMatchObject({ exitCode: 0, stderr: '' })
    expect(JSON.parse(restored.stdout)).toMatchObject({ migrated: [], same_secret: true })
    const prints = await digestTables(source.db)
    expect(await digestTables(target.db)).toEqual(prints)
    expect(
      Object.entries(prints)
        .filter(([, print]) => print.startsWith('0 '))
        .map(([table]) => table),
    ).toEqual([])
    expect(await indexesOf(target.db)).toEqual(await indexesOf(source.db))
    const nextId = async (db: Db) => {
      const { rows } = await sql<{ id: number }>`insert into audit_log (team_id, by_kind, by_id, by_name, action, target_kind, target_id)
        select id, 'system', 'x', 'x', 'x', 'x', 'x' from teams returning id`.execute(db)
      return rows[0]?.id
    }
    expect(await nextId(target.db)).toBe(51) // 50 was deleted, and is not given again
  })

  test('ids of transactions are those of the restore, because those of another database say nothing', async () => {
    const origin = await createDatabase()
    await fillDatabase(origin.db)
    const far = '9000000000000'
    await sql`update memories set txid = ${far}::text::xid8`.execute(origin.db)
    await sql`update agents set deletions_kept_from = ${far}::text::xid8`.execute(origin.db)
    await sql`update session_events set txid = ${far}::text::xid8`.execute(origin.db)
    const path = newFile()
    await saved(origin.url, path)
    const target = await createEmptyDatabase()
    expect(await admin(['restore', path], target.url)).toMatchObject({ exitCode: 0 })
    const { rows } = await sql<{ txid: string; count: number }>`
      select txid::text, count(*)::int as count from (
        select txid from memories union all select txid from memory_deletions union all select txid from session_events
        union all select deletions_kept_from from agents) written
      group by 1`.execute(target.db)
    expect(rows).toHaveLength(1)
    expect(Number(rows[0]?.txid)).toBeLessThan(Number(far))
  })

  test('counts of recalls are restored, and continue with the recalls that follow', async () => {
    const target = await createEmptyDatabase()
    expect(await admin(['restore', file], target.url)).toMatchObject({ exitCode: 0 })
    const { team_id, session_id, memory_id } = await target.db
      .selectFrom('memories')
      .innerJoin('memory_uses', 'memory_uses.memory_id', 'memories.id')
      .select(['memories.team_id', 'memories.session_id', 'memory_uses.memory_id'])
      .executeTakeFirstOrThrow()
    const countAll = () => target.db.transaction().execute((tx) => countRecalls(tx, team_id, 1000))
    expect(await countAll()).toBe(0)
    const event = { kind: 'recalled', by_kind: 'system', by_id: 'memanto' } as const
    await target.db
      .insertInto('session_events')
      .values({ team_id, session_id, memory_ids: [memory_id], ...event })
      .execute()
    expect(await countAll()).toBe(1)
    const uses = target.db.selectFrom('memory_uses').select('recalled_count').where('memory_id', '=', memory_id)
    expect(await uses.execute()).toEqual([{ recalled_count: 4 }])
  })

  test('the file is private, compressed and says what it is', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const plain = gunzipSync(readFileSync(file))
    expect(plain.length).toBeGreaterThan(2 * statSync(file).size)
    const header = JSON.parse(plain.subarray(5, 5 + plain.readUInt32BE(1)).toString())
    expect(header).toMatchObject({ memanto_backup: 1, migrations: migrationNames() })
    expect(plain.toString('latin1')).not.toContain(TEST_SECRET)
    expect(readdirSync(dirname(file))).toEqual(['memanto.backup'])
  })

  test('another secret than that of the backup is reported', async () => {
    const target = await createEmptyDatabase()
    const other = { MEMANTO_SECRET: `other ${TEST_SECRET}` }
    expect((await admin(['restore', file], target.url, other)).stdout).toContain('set MEMANTO_SECRET (or MEMANTO_SECRET_PREVIOUS)')
    const both = await admin(['restore', file, '--replace', placeOf(target.url)], target.url, {
      ...other,
      MEMANTO_SECRET_PREVIOUS: TEST_SECRET,
    })
    expect(both.stdout).not.toContain('MEMANTO_SECRET')
  })

  test('a write during a backup is in it completely or not at all, and timeouts of the database do not stop the backup', async () => {
    const busy = await createDatabase()
    const teamId = await createTeam(busy.db)
    await manyRows(busy.db, teamId)
    const name = sql.id(new URL(busy.url).pathname.slice(1))
    await sql`alter database ${name} set statement_timeout = '100ms'`.execute(busy.db)
    await sql`alter database ${name} set idle_in_transaction_session_timeout = '100ms'`.execute(busy.db)
    const path = newFile()
    let isRunning = true
    let pairs = 0
    const writer = (async () => {
      for (; isRunning; pairs++)
        await busy.db.transaction().execute(async (tx) => {
          const { id } = await tx.insertInto('teams').values({ name: 'pair' }).returning('id').executeTakeFirstOrThrow()
          await tx.insertInto('agents').values({ team_id: id, name: 'bot', pattern: 'tool' }).execute()
        })
    })()
    await saved(busy.url, path)
    isRunning = false
    await writer

    const target = await createEmptyDatabase()
    const targetName = sql.id(new URL(target.url).pathname.slice(1))
    await sql`alter database ${targetName} set statement_timeout = '100ms'`.execute(target.db)
    expect(await admin(['restore', path], target.url)).toMatchObject({ exitCode: 0, stderr: '' })
    const { rows } = await sql<{ teams: number; agents: number }>`
      select (select count(*)::int from teams where name = 'pair') as teams, (select count(*)::int from agents) as agents`.execute(
      target.db,
    )
    expect(rows[0]?.teams).toBe(rows[0]?.agents)
    expect(rows[0]?.teams).toBeLessThan(pairs)
  })

  test('a running server serves the restored data at once', async () => {
    const target = await createEmptyDatabase()
    const server = await waitUntilReady(await startServer({ DATABASE_URL: target.url, MEMANTO_SECRET: TEST_SECRET }))
    expect(await admin(['restore', file], target.url)).toMatchObject({ exitCode: 0 })
    expect((await fetch(`${server.url}/api/v2/database`)).status).toBe(200)
    expect((await fetch(`${server.url}/ready`)).status).toBe(200)
    const prints = await digestTables(target.db)
    expect(prints.sessions).toBe((await digestTables(source.db)).sessions)
  })
})

describe('a backup from an earlier version', () => {
  const EARLIER = '0003-portal-lists'

  async function earlierBackup(): Promise<string> {
    const old = await createEmptyDatabase()
    await migrate(old.db, migrationsUntil(EARLIER))
    await createTeam(old.db, 'of an earlier version')
    const path = newFile()
    await saved(old.url, path)
    return path
  }

  test.each([
    ['a database in which no migration ran', () => createEmptyDatabase()],
    ['an empty database of the newest schema', () => createDatabase()],
  ])('is restored into %s, and the later migrations run', async (_name, open) => {
    const path = await earlierBackup()
    const target = await open()
    const { exitCode, stdout } = await admin(['restore', path, '--json'], target.url)
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout).migrated).toEqual(migrationNames().slice(migrationNames().indexOf(EARLIER) + 1))
    expect(await target.db.selectFrom('teams').select(['name', 'deleted_at']).execute()).toEqual([
      { name: 'of an earlier version', deleted_at: null },
    ])
    expect(await migrate(target.db)).toEqual([])
  })
})

test.each(EARLIER_SCHEMAS)('a restored backup of a database of %s is the same as that database after migrating', async (name) => {
  const old = await createEarlierDatabase(name)
  const path = newFile()
  const { signal } = new AbortController()
  await saveBackup(path, { url: old.url, secret: TEST_SECRET, progress: NO_PROGRESS, signal })
  const target = await createEmptyDatabase()
  await restoreBackup(path, { url: target.url, requireReplaceable: () => {}, progress: NO_PROGRESS, signal })
  await migrate(old.db)
  expect(await digestTables(target.db)).toEqual(await digestTables(old.db))
  expect(await indexesOf(target.db)).toEqual(await indexesOf(old.db))
})

describe('a restore that is refused, with a sentence and without a change', () => {
  async function refused(path: string): Promise<string> {
    const target = await createEmptyDatabase()
    const { exitCode, stdout, stderr } = await admin(['restore', path], target.url)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(await countTables(target.db)).toBe(0)
    return stderr
  }

  const changedCopy = (change: (bytes: Buffer) => Buffer) => {
    const path = newFile()
    writeFileSync(path, change(readFileSync(file)))
    return path
  }

  test('a file that was cut off', async () => {
    for (const part of [0.3, 0.999]) {
      const path = changedCopy((bytes) => bytes.subarray(0, Math.floor(bytes.length * part)))
      expect(await refused(path)).toMatch(/is damaged or incomplete \(unexpected end of file\)/)
    }
  })

  test('a file whose content was cut off before it was compressed', async () => {
    const path = changedCopy((bytes) => gzipSync(gunzipSync(bytes).subarray(0, -200)))
    expect(await refused(path)).toMatch(/is damaged or incomplete/)
  })

  test('a file in which one byte was changed', async () => {
    for (const part of [0.2, 0.5, 0.8, 0.9999]) {
      const path = changedCopy((bytes) => {
        const at = Math.floor(bytes.length * part)
        bytes[at] = (bytes[at] ?? 0) ^ 0x10
        return bytes
      })
      expect(await refused(path)).toMatch(/is damaged or incomplete/)
    }
  })

  test('a file that is something else', async () => {
    expect(await refused(changedCopy(() => Buffer.from('hello')))).toMatch(/is not a Memanto backup/)
    expect(await refused(changedCopy(() => gzipSync('hello')))).toMatch(/is damaged or incomplete|is not a Memanto backup/)
    expect(await refused(changedCopy(() => Buffer.alloc(0)))).toMatch(/is damaged or incomplete|is not a Memanto backup/)
    expect(await refused(newFile('missing'))).toMatch(/missing does not exist/)
    expect(await refused(dirname(file))).toMatch(/cannot be read \(EISDIR\)/)
  })

  test('a backup of a newer version', async () => {
    const withHeader = (change: object) =>
      changedCopy((bytes) => {
        const plain = gunzipSync(bytes)
        const end = 5 + plain.readUInt32BE(1)
        const header = { ...JSON.parse(plain.subarray(5, end).toString()), ...change }
        return gzipSync(Buffer.concat([encodeFrame('H', header), plain.subarray(end)]))
      })
    expect(await refused(withHeader({ memanto_backup: 2, version: '9.0.0' }))).toMatch(/written by a newer Memanto \(9\.0\.0\)/)
    expect(await refused(withHeader({ migrations: [...migrationNames(), '9999-future'] }))).toMatch(/another version .*9999-future/)
  })

  test('a backup that names a table that this version does not have', async () => {
    const path = changedCopy((bytes) => {
      const plain = gunzipSync(bytes).toString('latin1').replaceAll('"invites"', '"pg_type"')
      return gzipSync(Buffer.from(plain, 'latin1'))
    })
    expect(await refused(path)).toMatch(/contains an unknown table: pg_type/)
  })

  test('a database that is not empty, unless it is named', async () => {
    const target = await createDatabase()
    await createTeam(target.db, 'in use')
    const before = await digestTables(target.db)
    const place = placeOf(target.url)
    const { exitCode, stderr } = await admin(['restore', file], target.url)
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/is not empty: teams 1, people 0\. Nothing was changed/),
    })
    expect(stderr).toContain(`--replace '${place}'`)
    expect((await admin(['restore', file, '--replace', 'localhost/other'], target.url)).stderr).toMatch(
      /--replace does not match the database/,
    )
    expect(await digestTables(target.db)).toEqual(before)

    expect(await admin(['restore', file, '--replace', place], target.url)).toMatchObject({ exitCode: 0 })
    expect(await digestTables(target.db)).toEqual(await digestTables(source.db))
  })

  test('a schema of a database whose other schema is named, also where only the search path says which schema', async () => {
    const target = await createDatabase()
    await createTeam(target.db, 'in use')
    await sql`create schema second`.execute(target.db)
    const before = await digestTables(target.db)
    const place = placeOf(target.url)
    const attempts = [
      [`${place}?schema=second`, target.url],
      [place, withParameter(target.url, 'schema', 'second')],
      [place, withParameter(target.url, 'options', '-c search_path=second,public')],
    ] as const
    for (const [named, url] of attempts)
      expect(await admin(['restore', file, '--replace', named], url)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining(
          `--replace does not match the database in use, ${url === target.url ? place : `${place}?schema=second`}.`,
        ),
      })
    expect(await digestTables(target.db)).toEqual(before)
  })

  test('a schema of DATABASE_DIRECT_URL, which is the one that is replaced, when DATABASE_URL is named', async () => {
    const target = await createDatabase()
    await createTeam(target.db, 'in use')
    const before = await digestTables(target.db)
    const place = placeOf(target.url)
    const url = withParameter(target.url, 'schema', 'second')
    expect(await admin(['restore', file, '--replace', `${place}?schema=second`], url, { DATABASE_DIRECT_URL: target.url })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`--replace does not match the database in use, ${place}.`),
    })
    expect(await digestTables(target.db)).toEqual(before)
  })

  test('a file that already exists, and a folder that does not exist', async () => {
    const before = readFileSync(file)
    expect(await admin(['backup', file], source.url)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/already exists; a backup never overwrites/),
    })
    expect(readFileSync(file).equals(before)).toBe(true)
    expect((await admin(['backup', join(dirname(file), 'no', 'x')], source.url)).stderr).toMatch(/^The folder .* does not exist/)
    expect((await admin(['backup'], source.url)).stderr).toMatch(/^Name one file/)
  })

  test('a relative name is relative to the folder of the caller, without npm too', () => {
    const cwd = dirname(newFile())
    const { INIT_CWD: _, ...env } = process.env
    const { stderr } = spawnSync(process.execPath, [resolve('lib/server/run.mjs'), 'admin', 'backup', 'no/x'], {
      cwd,
      env,
      encoding: 'utf8',
    })
    expect(stderr).toMatch(`The folder ${join(cwd, 'no')} does not exist`)
  })

  test('a database that does not exist, or has no tables of Memanto', async () => {
    const path = newFile()
    const { stderr } = await admin(['backup', path], 'postgres://u:hunter2@127.0.0.1:1/x')
    expect(stderr).toMatch(/^The database at 127\.0\.0\.1:1\/x does not answer \(ECONNREFUSED\)/)
    expect((await admin(['backup', path], (await createEmptyDatabase()).url)).stderr).toMatch(/has no Memanto data/)
    expect(existsSync(path)).toBe(false)
  })
})

describe('interrupted', () => {
  let big: { db: Db; url: string }

  beforeAll(async () => {
    big = await createDatabase()
    await manyRows(big.db, await createTeam(big.db))
  })

  test.each([
    ['SIGTERM', 143, []],
    ['SIGHUP', 129, []],
    ['SIGKILL', null, [expect.stringMatching(/^memanto\.backup\.new-/)]],
  ] as const)('a backup that gets %s leaves no file that looks whole', async (signal, exitCode, left) => {
    const path = newFile()
    const started = command(['backup', path], big.url)
    while (!readdirSync(dirname(path)).some((name) => statSync(join(dirname(path), name)).size > 0)) await pause(5)
    started.child.kill(signal)
    expect(await started.ended()).toBe(exitCode)
    expect(readdirSync(dirname(path))).toEqual(left)

    await saved(big.url, path)
    expect(readdirSync(dirname(path))).toEqual(['memanto.backup'])
  })

  test.each(['SIGTERM', 'SIGKILL'] as const)('a restore that gets %s changes nothing, and can be done again', async (signal) => {
    const path = newFile()
    await saved(big.url, path)
    const target = await createEmptyDatabase()
    const started = command(['restore', path], target.url)
    while (!(await isCopying(target.db))) await pause(5)
    started.child.kill(signal)
    await started.ended()
    while (await isCopying(target.db)) await pause(5)
    expect(await countTables(target.db)).toBe(0)

    expect(await admin(['restore', path], target.url)).toMatchObject({ exitCode: 0 })
    expect(await countRecords(target.db)).toBe(MANY)
  })

  async function isCopying(db: Db): Promise<boolean> {
    const { rows } = await sql`select from pg_stat_activity where datname = current_database() and query ~ '^copy .* from stdin'`.execute(
      db,
    )
    return rows.length > 0
  }
})

const MANY = 150_000

async function countRecords(db: Db): Promise<number | undefined> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from idempotency_records`.execute(db)
  return rows[0]?.count
}

/** Adds so many rows that a copy takes a while. */
async function manyRows(db: Db, teamId: string): Promise<void> {
  await sql`insert into idempotency_records (team_id, caller, key, fingerprint, answer)
    select ${teamId}, 'key', n::text, md5(n::text), jsonb_build_object('body', md5((-n)::text)) from generate_series(1, ${MANY}::int) n`.execute(
    db,
  )
}
