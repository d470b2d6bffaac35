/** A piece of a text that is looked up by itself. */
export interface Word {
  /** Lower case, in normal form KC; accents are kept, because stemmers need them. */
  text: string
  /**
   * `word`: a run of letters and digits. `whole`: an identifier such as `C++`, `node-07` or `user@host`, whose parts are words too. `pair`: two
   * neighbouring characters of a script without blanks, which find names that no dictionary knows. `acronym`: a word in capitals, kept as written.
   */
  kind: 'word' | 'whole' | 'pair' | 'acronym'
}

/** Characters that no identifier contains: white space, brackets, quotation marks, commas and the punctuation of sentences. */
const CHUNK = /[^\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}"`,;!?|<>…、。，；！？：・«»‹›„]+/gu
/** Punctuation that belongs to the sentence and not to the identifier next to it. */
const EDGES = /^[.:'’\-–—=~*^_\\/]+|[.:'’\-–—=~*^_\\/]+$/gu
const RUN = /[\p{L}\p{M}\p{N}]+/gu
const PLAIN = /^[\p{L}\p{M}\p{N}]+$/u
const EMOJI = /\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic})*/gu
const EMOJI_VARIANTS = /[\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}]/gu
/** Where one identifier has several words: `getUserName`, `node07`. */
const INNER_BORDER = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u
const MOST_INNER_WORDS = 4
/** Scripts whose words stand without blanks between them. */
const WITHOUT_BLANKS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー々〆]+|\p{sc=Hangul}+|[\p{sc=Thai}]+|[\p{sc=Lao}]+|[\p{sc=Khmer}]+|[\p{sc=Myanmar}]+/gu
const PAIRED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u
const HANGUL = /\p{sc=Hangul}/u
const KANA = /[\p{sc=Hiragana}\p{sc=Katakana}]/u
const ACRONYM = /^\p{Lu}[\p{Lu}\p{N}]{1,5}$/u
/** An English ending after an apostrophe, which is no word of its own. */
const APOSTROPHE = /(?<=\p{L})['’](?:s|t|re|ve|ll|d|m)(?![\p{L}\p{N}])/giu

const segmenters = new Map<string, Intl.Segmenter>()

function segmenterOf(text: string, isJapanese: boolean): Intl.Segmenter {
  const locale = isJapanese || KANA.test(text) ? 'ja' : 'zh'
  const made = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'word' })
  segmenters.set(locale, made)
  return made
}

/** The words of a text in their order, in any script. */
export function splitWords(text: string): Word[] {
  const normal = text.toWellFormed().normalize('NFKC').replaceAll('\0', ' ')
  const isJapanese = KANA.test(normal)
  const hasCase = /\p{Ll}/u.test(normal)
  const words: Word[] = []
  for (const [chunk] of normal.replace(APOSTROPHE, '').matchAll(CHUNK)) addChunk(words, chunk, isJapanese, hasCase)
  return words
}

function addChunk(words: Word[], chunk: string, isJapanese: boolean, hasCase: boolean): void {
  if (PLAIN.test(chunk)) return addRun(words, chunk, isJapanese, hasCase)
  for (const [emoji] of chunk.matchAll(EMOJI)) words.push({ text: emoji.replace(EMOJI_VARIANTS, ''), kind: 'word' })
  const whole = chunk.replace(EMOJI, ' ').replace(EMOJI_VARIANTS, '').trim().replace(EDGES, '')
  if (whole === '') return
  if (PLAIN.test(whole)) return addRun(words, whole, isJapanese, hasCase)
  for (const [run] of whole.matchAll(RUN)) addRun(words, run, isJapanese, hasCase)
  if (!whole.includes(' ')) words.push({ text: whole.toLowerCase(), kind: RUN.test(whole) ? 'whole' : 'word' })
  RUN.lastIndex = 0
}

function addRun(words: Word[], run: string, isJapanese: boolean, hasCase: boolean): void {
  const before = words.length
  let at = 0
  for (const match of run.matchAll(WITHOUT_BLANKS)) {
    addPlain(words, run.slice(at, match.index), hasCase)
    addSegments(words, match[0], isJapanese)
    at = match.index + match[0].length
  }
  addPlain(words, at === 0 ? run : run.slice(at), hasCase)
  if (words.length === before) words.push({ text: run.toLowerCase(), kind: 'word' })
}

function addPlain(words: Word[], run: string, hasCase: boolean): void {
  if (run === '') return
  const inner = run.split(INNER_BORDER)
  words.push({ text: run.toLowerCase(), kind: inner.length > 1 && inner.length <= MOST_INNER_WORDS ? 'whole' : 'word' })
  if (inner.length > 1 && inner.length <= MOST_INNER_WORDS) for (const part of inner) words.push({ text: part.toLowerCase(), kind: 'word' })
  if (hasCase && ACRONYM.test(run)) words.push({ text: run, kind: 'acronym' })
}

function addSegments(words: Word[], run: string, isJapanese: boolean): void {
  if (HANGUL.test(run)) words.push({ text: run, kind: 'word' })
  else
    for (const { segment, isWordLike } of segmenterOf(run, isJapanese).segment(run))
      if (isWordLike !== false) words.push({ text: segment, kind: 'word' })
  if (!PAIRED.test(run)) return
  const characters = [...run]
  for (let i = 1; i < characters.length; i++) words.push({ text: `${characters[i - 1]}${characters[i]}`, kind: 'pair' })
}
