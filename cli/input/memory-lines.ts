import { messageOf } from '../errors'
import { isObject, type JsonObject } from '../json'

/** One request may hold 100 memories. */
const MAX_MEMORIES = 100
/** One request may hold 5 MB; the rest of its body is small. */
const MAX_BYTES = 4_500_000

/** A line of a batch, or a message of a conversation: what to store, or the reason why it cannot be stored. */
export interface Line {
  /** Counted from 1. */
  number: number
  memory?: JsonObject
  error?: string
  bytes: number
}

/** Parses a line: a JSON object with `content`, or a JSON string. Properties that it does not have come from `defaults`. */
function parseLine(text: string, number: number, defaults: JsonObject): Line {
  const bytes = Buffer.byteLength(text) + 1
  if (bytes > MAX_BYTES) return { number, bytes, error: 'is too long' }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'string') return { number, bytes, memory: { ...defaults, content: value } }
    if (isObject(value)) return { number, bytes, memory: { ...defaults, ...value } }
    return { number, bytes, error: 'is neither a JSON object nor a JSON string' }
  } catch (thrown) {
    return { number, bytes, error: `is not JSON (${messageOf(thrown)})` }
  }
}

/** Yields the lines of a text that arrives in pieces, without line breaks. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let pending = ''
  for await (const piece of pieces) {
    const lines = piece.split('\n')
    lines[0] = pending + lines[0]
    pending = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  if (pending !== '') yield pending
}

/** Yields groups of lines that fit into one request, invalid lines included. Blank lines are skipped. */
export const readChunks = (pieces: AsyncIterable<string>, defaults: JsonObject): AsyncGenerator<Line[]> =>
  chunksOf(readLines(pieces, defaults), MAX_MEMORIES)

async function* readLines(pieces: AsyncIterable<string>, defaults: JsonObject): AsyncGenerator<Line> {
  let number = 0
  for await (const text of linesOf(pieces)) {
    number++
    if (text.trim() !== '') yield parseLine(text, number, defaults)
  }
}

/** Yields groups of at most so many lines that fit into one request. */
export async function* chunksOf(lines: Iterable<Line> | AsyncIterable<Line>, most: number): AsyncGenerator<Line[]> {
  let chunk: Line[] = []
  let bytes = 0
  for await (const line of lines) {
    const size = line.memory ? Buffer.byteLength(JSON.stringify(line.memory)) + 1 : 0
    if (chunk.length > 0 && (chunk.length === most || bytes + size > MAX_BYTES)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(line)
    bytes += size
  }
  if (chunk.length > 0) yield chunk
}
