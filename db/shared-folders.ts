import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { canonicalPath, hasCluster, isRoot, SHARED_FOLDER } from './embedded-host'

const ORIGIN_FILE = 'made-for'

/** Writes into a folder under /var/lib/memanto for which data folder it is used, because its name does not show it. */
export function recordRequestedFolder(dataDir: string, requestedDir: string): void {
  const path = join(dataDir, ORIGIN_FILE)
  if (dirname(dataDir) === SHARED_FOLDER && !existsSync(path)) writeFileSync(path, `${canonicalPath(requestedDir)}\n`)
}

export interface SharedFolder {
  path: string
  /** The data folder for which it is used; undefined when an earlier version created it and it was not used since. */
  requestedDir: string | undefined
  /** The folder that would contain that data folder no longer exists, so this database cannot be started as before. */
  isAbandoned: boolean
}

/** Returns the data folders under /var/lib/memanto, which only root has and may list. */
export function listSharedFolders(): SharedFolder[] {
  if (!isRoot() || !existsSync(SHARED_FOLDER)) return []
  const paths = readdirSync(SHARED_FOLDER).map((name) => join(SHARED_FOLDER, name))
  return paths.filter(hasCluster).map((path) => {
    const record = join(path, ORIGIN_FILE)
    const requestedDir = existsSync(record) ? readFileSync(record, 'utf8').trim() : undefined
    return { path, requestedDir, isAbandoned: requestedDir !== undefined && !existsSync(dirname(requestedDir)) }
  })
}
