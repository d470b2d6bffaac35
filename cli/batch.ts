import { messageOf } from './failures'
import { isObject, type JsonObject } from './json-file'

/** What one request may hold: a hundred memories, and less than the 5 MB of its body. */
const MOST_MEMORIES = 100
const MOST_BYTES = 4_500_000

export interface Line {
  /** Counted from 1. */
  number: number
  memory?: JsonObject
  /** Why the line is none. */
  error?: string
  bytes: number
}

/** A memory of a line: a JSON object with `content`, or a JSON text. What the line leaves out, `defaults` say. */
function readLine(text: string, number: number, defaults: JsonObject): Line {
  const bytes = Buffer.byteLength(text) + 1
  if (bytes > MOST_BYTES) return { number, bytes, error: 'is too long' }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'string') return { number, bytes, memory: { ...defaults, content: value } }
    if (isObject(value)) return { number, bytes, memory: { ...defaults, ...value } }
    return { number, bytes, error: 'is neither a JSON object nor a JSON string' }
  } catch (thrown) {
    return { number, bytes, error: `is not JSON (${messageOf(thrown)})` }
  }
}

/** The lines of a text that comes in pieces, without their ends. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let open = ''
  for await (const piece of pieces) {
    const lines = piece.split('\n')
    lines[0] = open + lines[0]
    open = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  if (open !== '') yield open
}

/** Lines that go into one request, with the bad ones among them; blank lines are passed over. */
export async function* chunksOf(pieces: AsyncIterable<string>, defaults: JsonObject): AsyncGenerator<Line[]> {
  let chunk: Line[] = []
  let bytes = 0
  let number = 0
  for await (const text of linesOf(pieces)) {
    number++
    if (text.trim() === '') continue
    const line = readLine(text, number, defaults)
    const size = line.memory ? Buffer.byteLength(JSON.stringify(line.memory)) + 1 : 0
    if (chunk.length > 0 && (chunk.length === MOST_MEMORIES || bytes + size > MOST_BYTES)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(line)
    bytes += size
  }
  if (chunk.length > 0) yield chunk
}
