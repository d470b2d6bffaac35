import { CommandError } from '../errors'

/** Prints a question on stderr, because stdout contains only results. Returns the line that is typed, trimmed. */
export function ask(question: string): Promise<string> {
  return readLine(question, (text) => process.stderr.write(text))
}

/** Prints a question on stderr and reads a line without showing what is typed. Returns the line, trimmed. Why no library: docs/decisions/0021-cli-libraries.md. */
export function askHidden(question: string): Promise<string> {
  return readLine(question, () => {})
}

async function readLine(question: string, echo: (text: string) => void): Promise<string> {
  const { stdin, stderr } = process
  // Set before the question appears, so that the terminal does not show what is pasted immediately.
  stdin.setRawMode(true)
  stderr.write(question)
  stdin.setEncoding('utf8')
  let line = ''
  try {
    for await (const chunk of stdin.iterator({ destroyOnReturn: false })) {
      const { text, end, rest } = editLine(line, String(chunk), echo)
      line = text
      if (rest !== '') stdin.unshift(rest)
      if (end === 'interrupted') throw new CommandError('interrupted', 'Interrupted.')
      if (end === 'entered') break
    }
    return line.trim()
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}

const BACKSPACES = '\u007f\b'
const ENDS = new Map<string, 'entered' | 'interrupted'>([
  ['\r', 'entered'],
  ['\n', 'entered'],
  ['\u0004', 'entered'],
  ['\u0003', 'interrupted'],
])

/** Applies typed characters to a line: backspace deletes, Enter and Ctrl-D end it, Ctrl-C interrupts. `rest` is what follows the end. */
export function editLine(line: string, input: string, echo: (text: string) => void) {
  let text = line
  let read = 0
  for (const character of input) {
    read += character.length
    const end = ENDS.get(character)
    if (end) return { text, end, rest: input.slice(read) }
    if (BACKSPACES.includes(character)) {
      if (text !== '') echo('\b \b')
      text = [...text].slice(0, -1).join('')
    } else if (character >= ' ') {
      text += character
      echo(character)
    }
  }
  return { text, end: undefined, rest: '' }
}
