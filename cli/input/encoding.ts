import { isUtf8 } from 'node:buffer'
import { CommandError } from '../errors'
import { concatenated, splitAfterLines, takeBytes } from './byte-pieces'

/** Called with a sentence about text that was converted. */
type Note = (sentence: string) => void

type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be'

const BYTE_ORDER_MARKS: [Unicode, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Bytes that are needed to recognize UTF-16. */
const HEAD_BYTES = 4
/** Bytes of a text from which its encoding is guessed. */
const SAMPLE_BYTES = 64 * 1024

/** Recognizes Unicode by a byte order mark, or UTF-16 by the null bytes of its first characters. */
function recognizedUnicode(head: Buffer): Unicode | undefined {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, at) => head[at] === byte))
  if (marked) return marked[0]
  const [a, b, c = a, d = b] = head
  if (a && !b && c && !d && head.length > 1) return 'utf-16le'
  if (!a && b && !c && d && head.length > 1) return 'utf-16be'
  return undefined
}

/** Decodes UTF-8 or UTF-16, without a byte order mark; undefined if the bytes are neither. */
export function decodeUnicode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(recognizedUnicode(bytes.subarray(0, HEAD_BYTES)) ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Decodes a file or standard input piece by piece; each piece of UTF-8 ends with a line. Other encodings are converted, with a note, if they
 * are certain.
 * @throws unreadable_file if the encoding is not certain.
 */
export async function* decodeText(input: AsyncIterable<Buffer>, note: Note): AsyncGenerator<string> {
  const pieces = input[Symbol.asyncIterator]()
  const head = await takeBytes(HEAD_BYTES, pieces)
  const unicode = recognizedUnicode(head)
  if (unicode !== undefined && unicode !== 'utf-8') return yield* decodeUtf16(unicode, concatenated(head, pieces), note)
  yield* decodeUtf8(concatenated(head, pieces), note)
}

async function* decodeUtf16(name: Unicode, pieces: AsyncIterable<Buffer>, note: Note): AsyncGenerator<string> {
  const decoder = new TextDecoder(name, { fatal: true })
  const decode = (piece?: Buffer) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined })
    } catch {
      throw new CommandError('unreadable_file', `The text is not valid ${name.toUpperCase()}.`, 'Save it as UTF-8.')
    }
  }
  note(conversionNote(name))
  for await (const piece of pieces) yield decode(piece)
  yield decode()
}

async function* decodeUtf8(pieces: AsyncGenerator<Buffer>, note: Note): AsyncGenerator<string> {
  const parts = splitAfterLines(pieces)
  let isAscii = true
  let lineNumber = 1
  let isFirst = true
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const valid = validLinesOf(next.value)
    const text = valid.toString('utf8')
    yield isFirst ? text.replace(/^\uFEFF/, '') : text
    isFirst = false
    // A character outside of ASCII takes several bytes.
    isAscii &&= text.length === valid.length
    lineNumber += text.split('\n').length - 1
    if (valid.length === next.value.length) continue
    if (!isAscii)
      throw new CommandError('unreadable_file', `Line ${lineNumber} is not valid UTF-8, unlike the lines before it.`, CONVERT_HINT)
    return yield* decodeOther(next.value.subarray(valid.length), parts, note)
  }
}

/** The lines before the first one that is not UTF-8, or all of them. */
function validLinesOf(bytes: Buffer): Buffer {
  if (isUtf8(bytes)) return bytes
  let end = 0
  for (let next = bytes.indexOf('\n') + 1; next > 0 && isUtf8(bytes.subarray(end, next)); next = bytes.indexOf('\n', end) + 1) end = next
  return bytes.subarray(0, end)
}

async function* decodeOther(first: Buffer, parts: AsyncGenerator<Buffer>, note: Note): AsyncGenerator<string> {
  const sample = Buffer.concat([first, await takeBytes(SAMPLE_BYTES - first.length, parts)])
  // Loaded on demand: the tables of all encodings are larger than the rest of this command.
  const { decoderOf, guessEncoding, isText } = await import('./detect-encoding')
  const { name, isCertain } = guessEncoding(sample)
  if (!isCertain || name === undefined) throw notUtf8(name)
  note(conversionNote(name))
  const decoder = decoderOf(name)
  for await (const bytes of concatenated(sample, parts)) {
    const text = decoder.write(bytes)
    if (!isText(text)) throw notUtf8(name)
    yield text
  }
  yield decoder.end() ?? ''
}

const conversionNote = (name: string) => `The text is ${displayName(name)}. It was converted to UTF-8.`
const displayName = (name: string) => name.replace(/^utf-16(le|be)$/, (_, order: string) => `UTF-16 ${order.toUpperCase()}`)

const CONVERT_HINT = 'Save it as UTF-8, or convert it: iconv -f ENCODING -t UTF-8 FILE'

function notUtf8(name: string | undefined): CommandError {
  if (name === undefined)
    return new CommandError('unreadable_file', 'The text is not UTF-8, and its encoding was not recognized.', CONVERT_HINT)
  const hint = `If it is, convert it: iconv -f ${name} -t UTF-8 FILE. Otherwise save it as UTF-8.`
  return new CommandError('unreadable_file', `The text is not UTF-8. It may be ${name}, but that is not certain.`, hint)
}
