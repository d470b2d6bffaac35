import { stemmer as arabicStem } from '@orama/stemmers/arabic'
import { stemmer as armenianStem } from '@orama/stemmers/armenian'
import { stemmer as bulgarianStem } from '@orama/stemmers/bulgarian'
import { stemmer as danishStem } from '@orama/stemmers/danish'
import { stemmer as dutchStem } from '@orama/stemmers/dutch'
import { stemmer as englishStem } from '@orama/stemmers/english'
import { stemmer as finnishStem } from '@orama/stemmers/finnish'
import { stemmer as frenchStem } from '@orama/stemmers/french'
import { stemmer as germanStem } from '@orama/stemmers/german'
import { stemmer as greekStem } from '@orama/stemmers/greek'
import { stemmer as hungarianStem } from '@orama/stemmers/hungarian'
import { stemmer as indianStem } from '@orama/stemmers/indian'
import { stemmer as indonesianStem } from '@orama/stemmers/indonesian'
import { stemmer as irishStem } from '@orama/stemmers/irish'
import { stemmer as italianStem } from '@orama/stemmers/italian'
import { stemmer as lithuanianStem } from '@orama/stemmers/lithuanian'
import { stemmer as nepaliStem } from '@orama/stemmers/nepali'
import { stemmer as norwegianStem } from '@orama/stemmers/norwegian'
import { stemmer as portugueseStem } from '@orama/stemmers/portuguese'
import { stemmer as romanianStem } from '@orama/stemmers/romanian'
import { stemmer as russianStem } from '@orama/stemmers/russian'
import { stemmer as serbianStem } from '@orama/stemmers/serbian'
import { stemmer as spanishStem } from '@orama/stemmers/spanish'
import { stemmer as swedishStem } from '@orama/stemmers/swedish'
import { stemmer as tamilStem } from '@orama/stemmers/tamil'
import { stemmer as turkishStem } from '@orama/stemmers/turkish'
import { stemmer as ukrainianStem } from '@orama/stemmers/ukrainian'
import { stopwords as arabicStops } from '@orama/stopwords/arabic'
import { stopwords as armenianStops } from '@orama/stopwords/armenian'
import { stopwords as bulgarianStops } from '@orama/stopwords/bulgarian'
import { stopwords as danishStops } from '@orama/stopwords/danish'
import { stopwords as dutchStops } from '@orama/stopwords/dutch'
import { stopwords as englishStops } from '@orama/stopwords/english'
import { stopwords as finnishStops } from '@orama/stopwords/finnish'
import { stopwords as frenchStops } from '@orama/stopwords/french'
import { stopwords as germanStops } from '@orama/stopwords/german'
import { stopwords as greekStops } from '@orama/stopwords/greek'
import { stopwords as hungarianStops } from '@orama/stopwords/hungarian'
import { stopwords as indianStops } from '@orama/stopwords/indian'
import { stopwords as indonesianStops } from '@orama/stopwords/indonesian'
import { stopwords as irishStops } from '@orama/stopwords/irish'
import { stopwords as italianStops } from '@orama/stopwords/italian'
import { stopwords as lithuanianStops } from '@orama/stopwords/lithuanian'
import { stopwords as nepaliStops } from '@orama/stopwords/nepali'
import { stopwords as norwegianStops } from '@orama/stopwords/norwegian'
import { stopwords as portugueseStops } from '@orama/stopwords/portuguese'
import { stopwords as romanianStops } from '@orama/stopwords/romanian'
import { stopwords as russianStops } from '@orama/stopwords/russian'
import { stopwords as serbianStops } from '@orama/stopwords/serbian'
import { stopwords as spanishStops } from '@orama/stopwords/spanish'
import { stopwords as swedishStops } from '@orama/stopwords/swedish'
import { stopwords as tamilStops } from '@orama/stopwords/tamil'
import { stopwords as turkishStops } from '@orama/stopwords/turkish'
import { stopwords as ukrainianStops } from '@orama/stopwords/ukrainian'

/** Combining accents, Hebrew points, Arabic vowel signs and the tatweel: they change no word here. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g
const LETTERS: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ς: 'σ',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ة: 'ه',
  ک: 'ك',
  ی: 'ي',
}
const FOLDED_LETTERS = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')
const ASCII = /^[\0-\x7f]*$/

interface Grammar {
  script: Script
  stem: (word: string) => string
  stopWords: readonly string[]
}

type Script = 'arabic' | 'armenian' | 'cyrillic' | 'devanagari' | 'greek' | 'latin' | 'tamil'

const GRAMMARS = {
  ar: { script: 'arabic', stem: arabicStem, stopWords: arabicStops },
  bg: { script: 'cyrillic', stem: bulgarianStem, stopWords: bulgarianStops },
  da: { script: 'latin', stem: danishStem, stopWords: danishStops },
  de: { script: 'latin', stem: germanStem, stopWords: germanStops },
  el: { script: 'greek', stem: greekStem, stopWords: greekStops },
  en: { script: 'latin', stem: englishStem, stopWords: englishStops },
  es: { script: 'latin', stem: spanishStem, stopWords: spanishStops },
  fi: { script: 'latin', stem: finnishStem, stopWords: finnishStops },
  fr: { script: 'latin', stem: frenchStem, stopWords: frenchStops },
  ga: { script: 'latin', stem: irishStem, stopWords: irishStops },
  hi: { script: 'devanagari', stem: indianStem, stopWords: indianStops },
  hu: { script: 'latin', stem: hungarianStem, stopWords: hungarianStops },
  hy: { script: 'armenian', stem: armenianStem, stopWords: armenianStops },
  id: { script: 'latin', stem: indonesianStem, stopWords: indonesianStops },
  it: { script: 'latin', stem: italianStem, stopWords: italianStops },
  lt: { script: 'latin', stem: lithuanianStem, stopWords: lithuanianStops },
  ne: { script: 'devanagari', stem: nepaliStem, stopWords: nepaliStops },
  nl: { script: 'latin', stem: dutchStem, stopWords: dutchStops },
  no: { script: 'latin', stem: norwegianStem, stopWords: norwegianStops },
  pt: { script: 'latin', stem: portugueseStem, stopWords: portugueseStops },
  ro: { script: 'latin', stem: romanianStem, stopWords: romanianStops },
  ru: { script: 'cyrillic', stem: russianStem, stopWords: russianStops },
  sr: { script: 'cyrillic', stem: serbianStem, stopWords: serbianStops },
  sv: { script: 'latin', stem: swedishStem, stopWords: swedishStops },
  ta: { script: 'tamil', stem: tamilStem, stopWords: tamilStops },
  tr: { script: 'latin', stem: turkishStem, stopWords: turkishStops },
  uk: { script: 'cyrillic', stem: ukrainianStem, stopWords: ukrainianStops },
} satisfies Record<string, Grammar>

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
    for (const language of languagesByStopWord.get(fold(word)) ?? [])
      if (GRAMMARS[language].script === script) counts.set(language, (counts.get(language) ?? 0) + 1)
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
  return language !== undefined && (languagesByStopWord.get(fold(word))?.includes(language) ?? false)
}

const stems = new Map<Language, Map<string, string>>()
const MOST_STEMS_KEPT = 50_000

/** The stem of a word in lower case, folded; a word of a script without stems is only folded. */
export function stem(word: string, languages: TextLanguages): string {
  const script = scriptOf(word)
  if (script === undefined) return fold(word)
  return stemIn(word, languages[script] ?? DEFAULTS[script])
}

/** The stem of a word in one language, folded. Stems are kept, since stemming takes microseconds. */
function stemIn(word: string, language: Language): string {
  let known = stems.get(language)
  if (known === undefined || known.size > MOST_STEMS_KEPT) {
    known = new Map()
    stems.set(language, known)
  }
  let found = known.get(word)
  if (found === undefined) {
    found = fold(GRAMMARS[language].stem(word)) || fold(word)
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

/** A word without accents and other marks that people leave out when they type. */
export function fold(word: string): string {
  if (ASCII.test(word)) return word
  return word
    .replace(FOLDED_LETTERS, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(MARKS, '')
    .normalize('NFC')
}
