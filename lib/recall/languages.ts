import { ASCII, fold } from './fold'
import { GRAMMARS, type Script } from './grammars'

/** A language whose words have stems here, by its ISO 639-1 code. */
export type Language = keyof typeof GRAMMARS

export const LANGUAGES = Object.keys(GRAMMARS) as Language[]

/** The language of a script in which nothing says which of its languages it is. */
const DEFAULTS: Record<Script, Language> = {
  arabic: 'ar',
  armenian: 'hy',
  cyrillic: 'ru',
  devanagari: 'hi',
  greek: 'el',
  latin: 'en',
  tamil: 'ta',
}

/** So many stop words more than English, and at least so many, make a text one of another language. */
const CLEAR_MAJORITY = 2

const languagesByStopWord = new Map<string, Language[]>()
for (const language of LANGUAGES)
  for (const word of GRAMMARS[language].stopWords) {
    const folded = fold(word.toLowerCase())
    const known = languagesByStopWord.get(folded)
    if (known === undefined) languagesByStopWord.set(folded, [language])
    else if (!known.includes(language)) known.push(language)
  }

/** Letters that only one of the languages of a script has, or a few; a word with one of them counts like a common word. */
const OWN_LETTERS: readonly [RegExp, Language][] = [
  [/ß/, 'de'],
  [/ñ/, 'es'],
  [/[őű]/, 'hu'],
  [/[ãõ]/, 'pt'],
  [/[țșă]/, 'ro'],
  [/[ığş]/, 'tr'],
  [/[ыэё]/, 'ru'],
  [/[ђјљњћџ]/, 'sr'],
  [/[іїєґ]/, 'uk'],
]

/** First and last code point of the letters of scripts whose words have stems. */
const RANGES: readonly [number, number, Script][] = [
  [0x0041, 0x024f, 'latin'],
  [0x0370, 0x03ff, 'greek'],
  [0x0400, 0x052f, 'cyrillic'],
  [0x0530, 0x058f, 'armenian'],
  [0x0600, 0x06ff, 'arabic'],
  [0x0900, 0x097f, 'devanagari'],
  [0x0b80, 0x0bff, 'tamil'],
  [0x1e00, 0x1eff, 'latin'],
  [0x1f00, 0x1fff, 'greek'],
]

function scriptOf(word: string): Script | undefined {
  const code = word.codePointAt(0) ?? 0
  for (const [first, last, script] of RANGES) if (code >= first && code <= last) return script
  return undefined
}

/** For each script of a text, the language that it is in. */
export type TextLanguages = Partial<Record<Script, Language>>

/** The languages of a text by its stop words: in Latin letters English, unless another language has clearly more of them. */
export function detectLanguages(words: readonly string[]): TextLanguages {
  const counts = new Map<Language, number>()
  const scripts = new Set<Script>()
  for (const word of words) {
    const script = scriptOf(word)
    if (script === undefined) continue
    scripts.add(script)
    const count = (language: Language) => counts.set(language, (counts.get(language) ?? 0) + 1)
    for (const language of languagesByStopWord.get(fold(word)) ?? []) if (GRAMMARS[language].script === script) count(language)
    if (!ASCII.test(word)) for (const [letters, language] of OWN_LETTERS) if (letters.test(word)) count(language)
  }
  const found: TextLanguages = {}
  for (const script of scripts) found[script] = mostLikely(script, counts)
  return found
}

function mostLikely(script: Script, counts: ReadonlyMap<Language, number>): Language {
  const fallback = DEFAULTS[script]
  const toBeat = (counts.get(fallback) ?? 0) + CLEAR_MAJORITY
  let best = fallback
  let most = script === 'latin' ? toBeat - 1 : (counts.get(fallback) ?? 0)
  for (const [language, count] of counts)
    if (GRAMMARS[language].script === script && count > most) {
      best = language
      most = count
    }
  return best
}

/** Whether a word is one of the most common words of a language, which say little by themselves. */
export function isStopWord(word: string, languages: TextLanguages): boolean {
  const script = scriptOf(word)
  const language = script && languages[script]
  return language !== undefined && isStopWordOf(word, language)
}

/** Whether a word is one of the most common words of a language. */
export const isStopWordOf = (word: string, language: Language) => languagesByStopWord.get(fold(word))?.includes(language) ?? false

const stems = new Map<Language, Map<string, string>>()
const MOST_STEMS_KEPT = 50_000

/** The stem of a word in lower case, folded; a word of a script without stems is only folded. */
export function stem(word: string, languages: TextLanguages): string {
  const script = scriptOf(word)
  if (script === undefined) return fold(word)
  return stemIn(word, languages[script] ?? DEFAULTS[script])
}

/** Their stemmers go by the letters that folding changes. */
const MARKED_ENDINGS: ReadonlySet<Language> = new Set<Language>(['hu', 'tr'])

/** Latin letters are folded before, so that a word has the same stem when it is typed without accents. */
const isFoldedBefore = (language: Language) => GRAMMARS[language].script === 'latin' && !MARKED_ENDINGS.has(language)

/** The stem of a word in one language, folded. Stems are kept, since stemming takes microseconds. */
function stemIn(word: string, language: Language): string {
  let known = stems.get(language)
  if (known === undefined || known.size > MOST_STEMS_KEPT) {
    known = new Map()
    stems.set(language, known)
  }
  let found = known.get(word)
  if (found === undefined) {
    found = fold(GRAMMARS[language].stem(isFoldedBefore(language) ? fold(word) : word)) || fold(word)
    known.set(word, found)
  }
  return found
}

/** The stems that a word has in those of the languages that are written in its script. */
export function stemsIn(word: string, languages: Iterable<Language>): Set<string> {
  const script = scriptOf(word)
  const found = new Set<string>()
  for (const language of languages) if (GRAMMARS[language].script === script) found.add(stemIn(word, language))
  return found
}
