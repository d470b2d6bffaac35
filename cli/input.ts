import type { Context } from './context'
import { textOf } from './encoding'
import { CommandFailure } from './failures'

/** All of standard input; a usage failure where a person sits in front of it and was not asked. */
export async function readStdin({ note }: Pick<Context, 'note'>, instead: string): Promise<string> {
  if (process.stdin.isTTY) throw new CommandFailure('usage', 'No input.', instead)
  let text = ''
  for await (const piece of textOf(process.stdin, note)) text += piece
  return text
}
