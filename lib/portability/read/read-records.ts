import { failField } from '../../errors'
import type { RawRecord, Splitter } from './record'
import { LIST_NAMES, splitJson } from './split-json'
import { splitLines } from './split-lines'
import { OKF_DELIMITER, splitMemoryFile, splitOkf } from './split-markdown'

/** How a file is divided into records. */
export type FileKind = 'lines' | 'json' | 'okf' | 'memory_file'

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
  let head: Uint8Array | undefined = new Uint8Array()
  let kind: FileKind = 'lines'
  let splitter = splitLines()
  const begin = (complete: Uint8Array): RawRecord[] => {
    head = undefined
    const start = withoutByteOrderMark(complete)
    kind = kindOf(start)
    splitter = SPLITTERS[kind]()
    return splitter.push(start)
  }
  for await (const part of body) {
    if (head === undefined) {
      for (const record of splitter.push(part)) yield { ...record, kind }
      continue
    }
    head = Buffer.concat([head, part])
    if (!isHeadComplete(head)) continue
    for (const record of begin(head)) yield { ...record, kind }
  }
  if (head !== undefined) for (const record of begin(head)) yield { ...record, kind }
  for (const record of splitter.end()) yield { ...record, kind }
}

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

/** Tells a JSON document with a list of memories from a file whose first line is a record. */
function isDocument(text: string): boolean {
  const [first = '', ...others] = text.split('\n')
  const value = parse(first)
  if (typeof value === 'object' && value !== null) return LIST_NAMES.some((name) => Array.isArray((value as Record<string, unknown>)[name]))
  const isWholeLine = others.length > 0
  if (!isWholeLine) return HAS_LIST.test(first)
  // A document of several lines breaks them after a bracket or a comma; a line with an error does so by chance only.
  return /[{[,]\s*$/.test(first)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
