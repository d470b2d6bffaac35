import { CommandFailure } from './failures'

/** All of standard input; a usage failure where a person sits in front of it and was not asked. */
export async function readStdin(instead: string): Promise<string> {
  if (process.stdin.isTTY) throw new CommandFailure('usage', 'No input.', instead)
  process.stdin.setEncoding('utf8')
  let text = ''
  for await (const chunk of process.stdin) text += chunk
  return text
}
