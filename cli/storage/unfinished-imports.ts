import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Home, trySave } from './home'
import { readJsonFile, writeJsonFile } from './json-file'

/** The Idempotency-Key of an import that has not finished: the same command goes on with it. */
export interface UnfinishedImport {
  key: string
  /** True if an earlier command began it. */
  isResumed: boolean
  /** Forgets it, once it has finished. */
  finish(): Promise<void>
}

const ALTERNATIVE = 'If it is interrupted, import the file again: what is stored is left out.'

/**
 * Returns the import of a file into an agent that an earlier command has begun, or begins one. `name` stands for both. Where nothing can be written, a
 * note says so, and only this command can go on.
 */
export async function unfinishedImport(home: Home, name: string): Promise<UnfinishedImport> {
  const earlier = home.folder === undefined ? undefined : earlierKey(pathOf(home.folder, name))
  if (earlier !== undefined) return { key: earlier, isResumed: true, finish: () => forget(home, name) }
  const key = randomUUID()
  let isSaved = false
  await trySave(home, 'the progress of the import', ALTERNATIVE, (folder) => {
    writeJsonFile(pathOf(folder, name), { key })
    isSaved = true
  })
  return { key, isResumed: false, finish: async () => (isSaved ? forget(home, name) : undefined) }
}

const pathOf = (folder: string, name: string) => join(folder, 'imports', `${name}.json`)

function earlierKey(path: string): string | undefined {
  const read = readJsonFile(path)
  return read.kind === 'object' && typeof read.value.key === 'string' ? read.value.key : undefined
}

const forget = (home: Home, name: string) =>
  trySave(home, 'the end of the import', 'The same command will ask the server for its result once more.', (folder) =>
    rmSync(pathOf(folder, name), { force: true }),
  )
