import { isUtf8 } from 'node:buffer'
import { CommandFailure } from './failures'

/** Told of text that was not UTF-8. */
type Note = (sentence: string) => void

type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be'

const BYTE_ORDER_MARKS: [Unicode, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** How many bytes tell whether a text is UTF-16. */
const HEAD = 4
/** How much of a text is looked at to guess its encoding. */
const SAMPLE = 64 * 1024
const NEW_LINE = 0x0a

/** The encoding that the first bytes of a text prove: by a byte order mark, or by the null bytes beside its first characters. */
function provenBy(head: Buffer): Unicode | undefined {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, at) => head[at] === byte))
  if (marked) return marked[0]
  const [a, b, c = a, d = b] = head
  if (a && !b && c && !d && head.length > 1) return 'utf-16le'
  if (!a && b && !c && d && head.length > 1) return 'utf-16be'
  return undefined
}

/** The text of bytes that are proved to be UTF-8 or UTF-16, without its byte order mark; undefined where they are neither. */
export function unicodeText(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(provenBy(bytes.subarray(0, HEAD)) ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The text of a file or of standard input, piece by piece; every piece of UTF-8 ends with a line. Other encodings are converted where they are
 * certain, and `note` is told.
 * @throws unreadable_file where they are not.
 */
export async function* textOf(input: AsyncIterable<Buffer>, note: Note): AsyncGenerator<string> {
  const pieces = input[Symbol.asyncIterator]()
  const head = await atLeast(HEAD, pieces)
  const proven = provenBy(head)
  if (proven !== undefined && proven !== 'utf-8') return yield* utf16Text(proven, joined(head, pieces), note)
  yield* utf8Text(joined(head, pieces), note)
}

type Pieces = AsyncIterator<Buffer>

/** The first bytes of what comes, or all where that is less. */
async function atLeast(size: number, pieces: Pieces): Promise<Buffer> {
  const read: Buffer[] = []
  for (let length = 0; length < size; ) {
    const { value, done } = await pieces.next()
    if (done) break
    read.push(value)
    length += value.length
  }
  return Buffer.concat(read)
}

async function* joined(head: Buffer, pieces: Pieces): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
}

async function* utf16Text(name: Unicode, pieces: AsyncIterable<Buffer>, note: Note): AsyncGenerator<string> {
  const decoder = new TextDecoder(name, { fatal: true })
  const read = (piece?: Buffer) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined })
    } catch {
      throw new CommandFailure('unreadable_file', `The text is not valid ${name.toUpperCase()}.`, 'Save it as UTF-8.')
    }
  }
  note(converted(name))
  for await (const piece of pieces) yield read(piece)
  yield read()
}

async function* utf8Text(pieces: AsyncGenerator<Buffer>, note: Note): AsyncGenerator<string> {
  const parts = wholeLines(pieces)
  let isAscii = true
  let lineNumber = 1
  let isFirst = true
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const good = validLinesOf(next.value)
    const text = good.toString('utf8')
    yield isFirst ? text.replace(/^\uFEFF/, '') : text
    isFirst = false
    // A character beyond ASCII takes several bytes.
    isAscii &&= text.length === good.length
    lineNumber += text.split('\n').length - 1
    if (good.length === next.value.length) continue
    if (!isAscii) throw new CommandFailure('unreadable_file', `Line ${lineNumber} is not valid UTF-8, unlike the lines before it.`, MEND)
    return yield* otherText(next.value.subarray(good.length), parts, note)
  }
}

/** The lines before the first one that is not UTF-8; all of them where none is. */
function validLinesOf(bytes: Buffer): Buffer {
  if (isUtf8(bytes)) return bytes
  let end = 0
  for (let next = bytes.indexOf(NEW_LINE) + 1; next > 0 && isUtf8(bytes.subarray(end, next)); next = bytes.indexOf(NEW_LINE, end) + 1)
    end = next
  return bytes.subarray(0, end)
}

/** What comes, cut behind line ends: a character of UTF-8 never has one inside. */
async function* wholeLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let open: Buffer[] = []
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(NEW_LINE) + 1
    open.push(end > 0 ? piece.subarray(0, end) : piece)
    if (end === 0) continue
    yield Buffer.concat(open)
    open = [piece.subarray(end)]
  }
  const last = Buffer.concat(open)
  if (last.length > 0) yield last
}

async function* otherText(first: Buffer, parts: AsyncGenerator<Buffer>, note: Note): AsyncGenerator<string> {
  const sample = Buffer.concat([first, await atLeast(SAMPLE - first.length, parts)])
  // Loaded where it is needed: the tables of all encodings are larger than the rest of this command.
  const { decoderOf, guessEncoding, isText } = await import('./detect-encoding')
  const { name, isCertain } = guessEncoding(sample)
  if (!isCertain || name === undefined) throw notUtf8(name)
  note(converted(name))
  const decoder = decoderOf(name)
  for await (const bytes of joined(sample, parts)) {
    const text = decoder.write(bytes)
    if (!isText(text)) throw notUtf8(name)
    yield text
  }
  yield decoder.end() ?? ''
}

const converted = (name: string) => `The text is ${shown(name)}. It was converted to UTF-8.`
const shown = (name: string) => name.replace(/^utf-16(le|be)$/, (_, order: string) => `UTF-16 ${order.toUpperCase()}`)

const MEND = 'Save it as UTF-8, or convert it: iconv -f ENCODING -t UTF-8 FILE'

function notUtf8(name: string | undefined): CommandFailure {
  if (name === undefined) return new CommandFailure('unreadable_file', 'The text is not UTF-8, and its encoding was not recognized.', MEND)
  const hint = `If it is, convert it: iconv -f ${name} -t UTF-8 FILE. Otherwise save it as UTF-8.`
  return new CommandFailure('unreadable_file', `The text is not UTF-8. It may be ${name}, but that is not certain.`, hint)
}
