import { CommandError } from '../errors'
import { decodeText } from './encoding'

/**
 * Reads all of standard input as text.
 * @throws usage, with `hint`, if standard input is a terminal: the person does not expect to type there.
 */
export async function readStdin({ note }: { note(sentence: string): void }, hint: string): Promise<string> {
  if (process.stdin.isTTY) throw new CommandError('usage', 'No input.', hint)
  let text = ''
  for await (const piece of decodeText(process.stdin, note)) text += piece
  return text
}
