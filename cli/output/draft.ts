import { randomBytes } from 'node:crypto'
import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { CommandError, messageOf } from '../errors'

/** A file that gets its name when it is complete. */
export interface Draft {
  /** @throws unwritable_output */
  append(part: Buffer): void
  /** Puts it in the place of the file. @throws unwritable_output */
  keep(): void
  /** Removes it, unless it was kept. */
  discard(): void
}

/**
 * Creates a draft next to the file that it will replace. Only its owner can read it.
 * @throws unwritable_output
 */
export function openDraft(path: string): Draft {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  const file = orUnwritable(() => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found && !found.isFile()) throw new Error(found.isDirectory() ? 'it is a folder' : 'it is not a file')
    return openSync(draft, 'wx', 0o600)
  })
  return {
    append: (part) => orUnwritable(() => writeFileSync(file, part)),
    keep: () =>
      orUnwritable(() => {
        closeSync(file)
        renameSync(draft, path)
      }),
    discard: () => rmSync(draft, { force: true }),
  }
}

function orUnwritable<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (thrown) {
    const message = `The export was not written: ${messageOf(thrown)}`
    throw new CommandError('unwritable_output', message, 'Pass the path of a file in a folder that you can write.', { cause: thrown })
  }
}
