import { failField } from '../../errors'
import type { Fields } from '../formats/format'
import { recognize } from '../formats/recognize'
import type { RawRecord, Splitter } from './record'
import { LIST_NAMES, splitJson } from './split-json'
import { splitLines } from './split-lines'
import { OKF_DELIMITER, splitMemoryFile, splitOkf } from './split-markdown'

/** How a file is divided into records. */
type FileKind = 'lines' | 'json' | 'okf' | 'memory_file'

/** A record with the kind of its file. */
export type FileRecord = RawRecord & { kind: FileKind }

const SPLITTERS = { lines: splitLines, json: splitJson, okf: splitOkf, memory_file: splitMemoryFile } as const satisfies Record<
  FileKind,
  () => Splitter
>

/** So many bytes are looked at, at most, to find out what kind of file it is. */
const LONGEST_HEAD = 65_536
const MARKS = 64

/** The records of a file as it arrives. @throws invalid_request when it is empty, or of no known kind */
export async function* readRecords(body: AsyncIterable<Uint8Array>): AsyncGenerator<FileRecord> {
  const head = createHead()
  let file: { kind: FileKind; splitter: Splitter } | undefined
  const begin = (): RawRecord[] => {
    const start = head.take()
    const kind = kindOf(start)
    const splitter = SPLITTERS[kind]()
    file = { kind, splitter }
    return splitter.push(start)
  }
  const withKind = (records: RawRecord[]): FileRecord[] => records.map((record) => ({ ...record, kind: file?.kind ?? 'lines' }))
  for await (const part of body) {
    if (file) yield* withKind(file.splitter.push(part))
    else if (head.add(part)) yield* withKind(begin())
  }
  if (file === undefined) yield* withKind(begin())
  yield* withKind(file?.splitter.end() ?? [])
}

/** Collects the beginning of a file until it tells the kind of the file. It is looked at when a line ends or it has doubled, not with every part. */
function createHead() {
  const parts: Uint8Array[] = []
  let size = 0
  let seen = 0
  return {
    /** Adds a part, and returns whether that is enough. */
    add(part: Uint8Array): boolean {
      parts.push(part)
      size += part.byteLength
      if (size < 2 * seen && !part.includes(NEWLINE)) return false
      seen = size
      return isHeadComplete(Buffer.concat(parts))
    },
    take: () => withoutByteOrderMark(Buffer.concat(parts)),
  }
}

const NEWLINE = 10

/** Whether the beginning of a file is enough to tell its kind: the first line of a file that may consist of lines, or a few characters of another one. */
function isHeadComplete(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('utf8').trimStart()
  return head.byteLength >= LONGEST_HEAD || (text.startsWith('{') ? text.includes('\n') : text.length >= MARKS)
}

const MARK = [0xef, 0xbb, 0xbf]

const withoutByteOrderMark = (bytes: Uint8Array) => (MARK.every((byte, at) => bytes[at] === byte) ? bytes.subarray(MARK.length) : bytes)

function kindOf(head: Uint8Array): FileKind {
  const text = Buffer.from(head).toString('utf8').trimStart()
  if (text === '') failField('body', 'is empty: send a file with memories')
  if (text.startsWith('[')) return 'json'
  if (text.startsWith('{')) return isDocument(text) ? 'json' : 'lines'
  if (text.startsWith('---') || text.startsWith(OKF_DELIMITER)) return 'okf'
  if (text.startsWith('# ')) return 'memory_file'
  return failField('body', 'is neither JSONL nor a JSON document nor Markdown with memories')
}

const HAS_LIST = new RegExp(`"(${LIST_NAMES.join('|')})"\\s*:\\s*\\[`)

/** Returns whether a text begins a JSON document with a list of memories, not a file whose first line is a record. A record may have lists of the same names. */
function isDocument(text: string): boolean {
  const [first = '', ...others] = text.split('\n')
  const value = parse(first)
  if (value !== undefined) return recognize(value) === undefined && LIST_NAMES.some((name) => Array.isArray(value[name]))
  const isWholeLine = others.length > 0
  if (!isWholeLine) return HAS_LIST.test(first) && !isBeginningOfRecord(first)
  // A document of several lines breaks them after a bracket or a comma; a line with an error does so by chance only.
  return /[{[,]\s*$/.test(first)
}

/** Returns whether the members that are complete in the beginning of a JSON object make it a record: a record with vectors may be longer than the head. */
function isBeginningOfRecord(beginning: string): boolean {
  const value = parse(`${beginning.slice(0, endOfMembers(beginning))}}`)
  return value !== undefined && recognize(value) !== undefined
}

/** Where the last complete member of a JSON object ends, of which only the beginning is known. */
function endOfMembers(beginning: string): number {
  let end = 0
  let depth = 0
  for (const { 0: token, index } of beginning.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"?|[[\]{},]/g)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (token === ',' && depth === 1) end = index
  }
  return end
}

/** The JSON object that a text is; undefined when it is none. */
function parse(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined
  } catch {
    return undefined
  }
}
