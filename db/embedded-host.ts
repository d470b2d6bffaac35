import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { codeOf } from './error-code'

/** The user that runs Postgres, as options of spawn. Empty for the user of this process. Postgres does not run as root. */
export interface RunAs {
  uid?: number
  gid?: number
}

/** The folder for what the database's user must be able to read when this process runs as root: a copy of the programs, and data whose requested folder that user cannot enter. */
export const SHARED_FOLDER = '/var/lib/memanto'

/** Returns whether this process runs as root. */
export const isRoot = () => process.getuid?.() === 0
/** Returns the folder of the Postgres cluster in a data folder. */
export const clusterFolder = (dataDir: string) => join(dataDir, 'postgres')
/** Returns whether a data folder contains a Postgres cluster. */
export const hasCluster = (dataDir: string) => existsSync(join(clusterFolder(dataDir), 'PG_VERSION'))
/** Returns twelve hexadecimal digits that identify a text. */
export const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** Returns the folder of the data: the requested one, unless this process runs as root and the database's user cannot enter it. Existing data stays where it is. */
export function embeddedDataDir(requestedDir: string): string {
  const requested = canonicalPath(requestedDir)
  if (!isRoot() || hasCluster(requested)) return requested
  const shared = join(SHARED_FOLDER, shortHash(requested))
  if (requested.startsWith(`${SHARED_FOLDER}/`)) return requested
  return !hasCluster(shared) && canEnter(databaseUser(requested), requested) ? requested : shared
}

/** Returns the absolute path of a folder without symbolic links, so that two paths of the same folder have the same hash. The folder need not exist. */
export function canonicalPath(folder: string): string {
  const path = resolve(folder)
  if (existsSync(path)) return realpathSync(path)
  return path === dirname(path) ? path : join(canonicalPath(dirname(path)), basename(path))
}

/** Returns the user that runs Postgres: when this process runs as root, the owner of the data or else an account without rights. @throws when root has no such account */
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

/** Returns whether a user can enter a folder. */
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
    if (codeOf(error) !== 'EEXIST') throw error
  }
}
