import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { holdsCluster, isRoot, SHARED, spelledOnce } from './embedded-host'

const RECORD = 'made-for'

/** Writes into a folder under /var/lib/memanto for which data folder it is used, because its name does not show it. */
export function recordOrigin(dataDir: string, wished: string): void {
  const path = join(dataDir, RECORD)
  if (dirname(dataDir) === SHARED && !existsSync(path)) writeFileSync(path, `${spelledOnce(wished)}\n`)
}

export interface SharedFolder {
  path: string
  /** The data folder for which it is used; undefined when an earlier version created it and it was not used since. */
  madeFor: string | undefined
  /** The folder that would contain that data folder no longer exists, so this database cannot be started as before. */
  isAbandoned: boolean
}

/** Returns the data folders under /var/lib/memanto, which only root has and may list. */
export function listSharedFolders(): SharedFolder[] {
  if (!isRoot() || !existsSync(SHARED)) return []
  const paths = readdirSync(SHARED).map((name) => join(SHARED, name))
  return paths.filter(holdsCluster).map((path) => {
    const record = join(path, RECORD)
    const madeFor = existsSync(record) ? readFileSync(record, 'utf8').trim() : undefined
    return { path, madeFor, isAbandoned: madeFor !== undefined && !existsSync(dirname(madeFor)) }
  })
}
