import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { commandState } from '../command-state'
import { CommandError, messageOf } from '../errors'

/**
 * Works with a file that has all of standard input and that only its owner can read, because what is sent may have to be sent again. The file is removed
 * afterwards.
 * @throws usage, with `hint`, if standard input is a terminal; unreadable_file
 */
export async function withStdinFile(hint: string, work: (file: string) => Promise<void>): Promise<void> {
  if (process.stdin.isTTY) throw new CommandError('usage', 'No input.', hint)
  const folder = mkdtempSync(join(tmpdir(), 'memanto-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  commandState.onSignal = remove
  try {
    const file = join(folder, 'stdin')
    await pipeline(process.stdin, createWriteStream(file, { flags: 'wx', mode: 0o600 })).catch((cause: unknown) => {
      const message = `Standard input cannot be kept in ${tmpdir()}: ${messageOf(cause)}`
      throw new CommandError('unreadable_file', message, 'Write it to a file, and import that.', { cause })
    })
    await work(file)
  } finally {
    remove()
  }
}
