import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { findBinaries } from './embedded-binaries'
import { explainStartFailure } from './embedded-errors'
import {
  canEnter,
  clusterFolder,
  createFolder,
  databaseUser,
  embeddedDataDir,
  hasCluster,
  isRoot,
  type RunAs,
  shortHash,
} from './embedded-host'
import { type Cluster, environment, PORT } from './embedded-postmaster'
import { recordRequestedFolder } from './shared-folders'
import { moveIntoPlace, temporaryPathFor } from './temporary-paths'

const PASSWORD_FILE = 'memanto.password'
const PRIVATE_FOLDER = 0o040700 // the mode in stat: a folder, not a link, only for its owner

/** Search needs to know which characters beyond ASCII are letters. Plain C, the last choice, takes “ for a letter. */
const locales = [
  ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
  ['--locale=C.UTF-8'],
  ['--locale=C', '--lc-ctype=en_US.UTF-8'],
  ['--locale=C'],
]

/** Finds the cluster of a data folder, and creates it when there is none. */
export async function openCluster(requestedDir: string): Promise<Cluster> {
  requireFolder(requestedDir)
  const dataDir = embeddedDataDir(requestedDir)
  const user = databaseUser(dataDir)
  createFolder(dataDir, isRoot() ? 0o711 : 0o700)
  recordRequestedFolder(dataDir, requestedDir)
  requireAccessibleCluster(dataDir, user)
  const binaries = findBinaries(user, dataDir)
  if (!hasCluster(dataDir)) await initialize(dataDir, binaries, user)
  const password = readFileSync(join(clusterFolder(dataDir), PASSWORD_FILE), 'utf8')
  return { dataDir, binaries, user, password, socket: socketFolder(clusterFolder(dataDir), user) }
}

/** Rejects a data folder that is a file or would be inside one. @throws an error for the user */
function requireFolder(requestedDir: string): void {
  const path = resolve(requestedDir)
  if (!existsSync(path)) requireFolder(dirname(path))
  else if (!statSync(path).isDirectory()) throw new Error(`${path} is not a folder. Choose another data folder with MEMANTO_DATA_DIR.`)
}

function requireAccessibleCluster(dataDir: string, user: RunAs): void {
  const cluster = clusterFolder(dataDir)
  if (!existsSync(cluster)) return
  const owner = statSync(cluster).uid
  if (owner !== (user.uid ?? process.getuid?.()))
    throw new Error(
      `The database in ${dataDir} belongs to another user (uid ${owner}). Start as that user or as root, or choose another folder with MEMANTO_DATA_DIR.`,
    )
  if (!canEnter(user, cluster))
    throw new Error(
      `The database's own user (uid ${owner}) cannot reach ${cluster}: a parent folder denies access. Allow it (chmod o+x), or move the data and set MEMANTO_DATA_DIR.`,
    )
}

/** Runs initdb in a temporary folder that is then renamed, so that a cluster is either complete, with its password, or absent. */
async function initialize(dataDir: string, binaries: string, user: RunAs): Promise<void> {
  const temporary = temporaryPathFor(clusterFolder(dataDir))
  const data = join(temporary, 'data')
  const passwordFile = join(temporary, PASSWORD_FILE)
  mkdirSync(temporary, { mode: 0o700 })
  try {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
    for (const path of [temporary, passwordFile]) changeOwner(user, path)
    await initdb(binaries, user, ['-D', data, `--pwfile=${passwordFile}`]).catch((error) => {
      throw new Error(explainStartFailure(dataDir, String(error.stderr || error)), { cause: error })
    })
    renameSync(passwordFile, join(data, PASSWORD_FILE))
    moveIntoPlace(data, clusterFolder(dataDir))
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function initdb(binaries: string, user: RunAs, place: string[], [locale, ...rest] = locales): Promise<void> {
  const fixed = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--lc-messages=C', '--data-checksums']
  try {
    await promisify(execFile)(join(binaries, 'initdb'), [...place, ...fixed, ...(locale ?? [])], { ...user, cwd: '/', env: environment })
  } catch (error) {
    if (rest.length === 0 || !/locale|unrecognized option/.test(String(error))) throw error
    await initdb(binaries, user, place, rest)
  }
}

function changeOwner({ uid, gid }: RunAs, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
}

/** The folder of the data, which only its user may enter; or one in /tmp, where the path would exceed the system's limit of about 100 bytes for sockets. */
function socketFolder(cluster: string, user: RunAs): string {
  if (Buffer.byteLength(join(cluster, `.s.PGSQL.${PORT}`)) <= 100) return cluster
  const folder = `/tmp/memanto-${shortHash(cluster)}`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  const isOurs = uid === process.getuid?.()
  if ((mode & 0o170777) !== PRIVATE_FOLDER || !(isOurs || uid === user.uid))
    throw new Error(
      `${folder} must be a folder that only the database's user can enter. Remove it, or choose a shorter path with MEMANTO_DATA_DIR.`,
    )
  if (isOurs) changeOwner(user, folder)
  return folder
}
