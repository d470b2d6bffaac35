import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { holdsCluster, isRoot, SHARED, spelledOnce } from './embedded-host'

const RECORD = 'made-for'

/** Writes into a folder under /var/lib/memanto which data folder it stands for: its own name does not tell. */
export function recordOrigin(dataDir: string, wished: string): void {
  const path = join(dataDir, RECORD)
  if (dirname(dataDir) === SHARED && !existsSync(path)) writeFileSync(path, `${spelledOnce(wished)}\n`)
}

export interface SharedFolder {
  path: string
  /** The data folder that it stands for; undefined when an earlier version made it, and nothing has used it since. */
  madeFor: string | undefined
  /** Nothing is left of the place where that data folder would be: nobody can start this database as before. */
  isAbandoned: boolean
}

/** The data folders under /var/lib/memanto, which only root has and may list. */
export function listSharedFolders(): SharedFolder[] {
  if (!isRoot() || !existsSync(SHARED)) return []
  const paths = readdirSync(SHARED).map((name) => join(SHARED, name))
  return paths.filter(holdsCluster).map((path) => {
    const record = join(path, RECORD)
    const madeFor = existsSync(record) ? readFileSync(record, 'utf8').trim() : undefined
    return { path, madeFor, isAbandoned: madeFor !== undefined && !existsSync(dirname(madeFor)) }
  })
}
