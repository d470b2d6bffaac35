import type { WriteStream } from 'node:tty'
import picocolors from 'picocolors'
import { CommandFailure } from './failures'

export type Paint = Pick<ReturnType<typeof picocolors.createColors>, 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan'>

type Env = Readonly<Record<string, string | undefined>>

/** Colours where a person looks at the stream and has not said NO_COLOR. */
export function paintFor(stream: { isTTY?: boolean }, { NO_COLOR, TERM }: Env): Paint {
  return picocolors.createColors(stream.isTTY === true && !NO_COLOR && TERM !== 'dumb')
}

/** Columns of the terminal; undefined where nobody looks. */
export function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? Math.max(stream.columns || 80, 20) : undefined
}

/** A line of input; the question goes to stderr, so that stdout stays clean. */
export async function ask(question: string): Promise<string> {
  return typed(question, (text) => process.stderr.write(text))
}

/** The same without showing what is typed. */
export async function askHidden(question: string): Promise<string> {
  return typed(question, () => {})
}

async function typed(question: string, echo: (text: string) => void): Promise<string> {
  const { stdin, stderr } = process
  // First, so that what is pasted the moment the question appears is not shown.
  stdin.setRawMode(true)
  stderr.write(question)
  stdin.setEncoding('utf8')
  let line = ''
  try {
    for await (const chunk of stdin.iterator({ destroyOnReturn: false })) {
      const { text, end, rest } = edited(line, String(chunk), echo)
      line = text
      if (rest !== '') stdin.unshift(rest)
      if (end === 'interrupted') throw new CommandFailure('interrupted', 'Interrupted.')
      if (end === 'entered') return line.trim()
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

/** What a line becomes by what was typed. */
export function edited(line: string, input: string, echo: (text: string) => void) {
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

/** A bar that redraws itself on a terminal, and is silent elsewhere. `fraction` undefined: nobody knows how much is to come. */
export function progressBar(stream: NodeJS.WriteStream): { show(fraction: number | undefined, words: string): void; clear(): void } {
  const width = widthOf(stream)
  if (width === undefined) return { show() {}, clear() {} }
  return {
    show: (fraction, words) => stream.write(`\r\u001b[K${barLine(fraction, words, width - 1)}`),
    clear: () => (stream as WriteStream).write('\r\u001b[K'),
  }
}

export function barLine(fraction: number | undefined, words: string, width: number): string {
  const cells = Math.min(30, width - words.length - 8)
  if (fraction === undefined || cells < 5) return words.slice(0, width)
  const full = Math.round(Math.min(1, fraction) * cells)
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${String(Math.floor(Math.min(1, fraction) * 100)).padStart(3)}% ${words}`
}
