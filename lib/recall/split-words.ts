import { segment } from './segment'
import type { Word } from './word'

/** Characters that are not seen and change no word: soft hyphens, and blanks and joiners without width. */
const INVISIBLE = /[\u00ad\u200b\u200c\u2060\ufeff]|(?<=[\p{L}\p{M}])\u200d/gu
const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu
const APOSTROPHES = /[’ʼ]/g
/** An English ending after an apostrophe, which is no word of its own. */
const ENGLISH_ENDING = /(?<=\p{L})'(?:s|t|re|ve|ll|d|m)(?![\p{L}\p{N}])/giu

function normalize(text: string): string {
  const normal = text.toWellFormed().normalize('NFKC').replaceAll('\0', ' ')
  return normal.replace(INVISIBLE, '').replace(FOREIGN_DIGIT, digitOf).replace(APOSTROPHES, "'").replace(ENGLISH_ENDING, '')
}

/** The digits of each script stand next to each other, from 0 on. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value++
  return String(value)
}

/** In longer texts without a small letter, capitals do not mark acronyms. */
const LONGEST_WITHOUT_SMALL_LETTERS = 20

interface Context {
  words: Word[]
  isJapanese: boolean
  hasAcronyms: boolean
}

/** The words of a text in their order, in any script. */
export function splitWords(text: string): Word[] {
  const normal = normalize(text)
  const context: Context = {
    words: [],
    isJapanese: /[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(normal),
    hasAcronyms: normal.length <= LONGEST_WITHOUT_SMALL_LETTERS || /\p{Ll}/u.test(normal),
  }
  for (const [piece] of normal.matchAll(/\S+/gu)) addPiece(context, piece)
  return context.words
}

const PLAIN = /^[\p{L}\p{M}\p{N}]+$/u
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
/** Characters that no identifier contains: brackets, quotation marks, commas and the punctuation of sentences. */
const CHUNK = /[^\p{Ps}\p{Pe}\p{Pi}\p{Pf}"`,;!?|<>…、。，；！？：・«»‹›„]+/gu
const VARIANT_SELECTORS = /[\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}]/gu
const EMOJI = /\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic})*/gu
const LONGEST_SYMBOL = 8
/** Dashes, bullets, brackets and the like, which structure a text. */
const STRUCTURE = /^([-–—*•·.…_#>,;:"'`\p{Ps}\p{Pe}\p{Pi}\p{Pf}])\1*$/u

/** Adds the words of what stands between two blanks. */
function addPiece(context: Context, piece: string): void {
  if (PLAIN.test(piece)) {
    addRun(context, piece)
    return
  }
  const plain = piece.replace(VARIANT_SELECTORS, '')
  for (const [emoji] of plain.matchAll(EMOJI)) context.words.push({ text: emoji, kind: 'word' })
  const rest = plain.replace(EMOJI, ' ')
  if (LETTER_OR_DIGIT.test(rest)) for (const [chunk] of rest.matchAll(CHUNK)) addChunk(context, chunk)
  else addSymbol(context, rest.trim())
}

/** A symbol is a word where nothing else stands with it: `->`, `!=`, `|`. */
function addSymbol({ words }: Context, symbol: string): void {
  if (symbol !== '' && symbol.length <= LONGEST_SYMBOL && !STRUCTURE.test(symbol)) words.push({ text: symbol, kind: 'whole' })
}

/** Punctuation that belongs to the sentence and not to the identifier next to it. */
const EDGES = new Set(".:'-–—=~*^_\\/ ")
const RUN = /[\p{L}\p{M}\p{N}]+/gu
/** What separates identifiers within a longer one: `deploy@bastion-2`, `/etc/nginx/nginx.conf`, `HOST=db-1`. */
const SEPARATORS = /[@/\\:= ]+/u

/** A regular expression would look for the end of the text from each of these characters on: for seconds in a long text of them. */
function withoutEdges(chunk: string): string {
  let from = 0
  let to = chunk.length
  while (from < to && EDGES.has(chunk.charAt(from))) from++
  while (to > from && EDGES.has(chunk.charAt(to - 1))) to--
  return chunk.slice(from, to)
}

function addChunk(context: Context, chunk: string): void {
  const whole = withoutEdges(chunk)
  if (PLAIN.test(whole)) {
    addRun(context, whole)
    return
  }
  for (const [run] of whole.matchAll(RUN)) addRun(context, run)
  for (const identifier of new Set([whole, ...whole.split(SEPARATORS)]))
    if (!PLAIN.test(identifier) && !identifier.includes(' ') && LETTER_OR_DIGIT.test(identifier))
      context.words.push({ text: identifier.toLowerCase(), kind: 'whole' })
}

/** Scripts whose words stand without blanks between them, and Korean, whose words have particles. */
const WITHOUT_BLANKS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー々〆]+|\p{sc=Hangul}+|[\p{sc=Thai}]+|[\p{sc=Lao}]+|[\p{sc=Khmer}]+|[\p{sc=Myanmar}]+/gu

function addRun(context: Context, run: string): void {
  const before = context.words.length
  let at = 0
  for (const match of run.matchAll(WITHOUT_BLANKS)) {
    addPlain(context, run.slice(at, match.index))
    for (const word of segment(match[0], context.isJapanese)) context.words.push(word)
    at = match.index + match[0].length
  }
  addPlain(context, run.slice(at))
  if (context.words.length === before) context.words.push({ text: run.toLowerCase(), kind: 'word' })
}

const ACRONYM = /^\p{Lu}[\p{Lu}\p{N}]{1,5}$/u

function addPlain({ words, hasAcronyms }: Context, run: string): void {
  if (run === '') return
  const parts = partsOf(run)
  words.push({ text: run.toLowerCase(), kind: parts.length > 1 && /\p{N}/u.test(run) ? 'whole' : 'word' })
  if (parts.length > 1) for (const part of parts) words.push({ text: part.toLowerCase(), kind: 'word' })
  if (hasAcronyms && ACRONYM.test(run)) words.push({ text: run, kind: 'acronym' })
}

/** Where an identifier has several words: `getUserName`, `HTTPServer`. */
const CASE_BORDER = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u
const DIGIT_BORDER = /(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u
/** With more changes between letters and digits it is a hash, whose parts say nothing. */
const MOST_WITH_DIGITS = 4
/** Longer runs are no names that somebody chose. */
const LONGEST_WITH_PARTS = 128

/** What most words are; to know that there is no border in them saves a third of the time. */
const ORDINARY = /^\p{Lu}?\p{Ll}+$/u

function partsOf(run: string): string[] {
  if (run.length > LONGEST_WITH_PARTS || ORDINARY.test(run)) return [run]
  return run.split(CASE_BORDER).flatMap((part) => {
    const parts = part.split(DIGIT_BORDER)
    return parts.length <= MOST_WITH_DIGITS ? parts : [part]
  })
}
