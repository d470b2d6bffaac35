import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from './home'
import { readJsonFile, writeJsonFile } from './json-file'

/** The Idempotency-Key of an import that has not finished: the same command goes on with it. */
export interface UnfinishedImport {
  key: string
  /** True if an earlier command began it. */
  isResumed: boolean
  /** Forgets it, once it has finished. */
  finish(): void
}

/**
 * Returns the import of a file into an agent that an earlier command has begun, or begins one. `name` stands for both. Without a home folder nothing is
 * kept, and only this command can go on.
 */
export function unfinishedImport({ folder }: Home, name: string): UnfinishedImport {
  if (folder === undefined) return { key: randomUUID(), isResumed: false, finish: () => {} }
  const path = join(folder, 'imports', `${name}.json`)
  const read = readJsonFile(path)
  const earlier = read.kind === 'object' && typeof read.value.key === 'string' ? read.value.key : undefined
  const key = earlier ?? randomUUID()
  if (earlier === undefined) writeJsonFile(path, { key })
  return { key, isResumed: earlier !== undefined, finish: () => rmSync(path, { force: true }) }
}
