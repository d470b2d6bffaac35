import type { Word } from './word'

const segmenters = new Map<string, Intl.Segmenter>()

function segmenterOf(locale: string): Intl.Segmenter {
  const known = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'word' })
  segmenters.set(locale, known)
  return known
}

const HANGUL = /\p{sc=Hangul}/u
const PAIRED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u

/** The segmenter takes so many characters at once; its time grows faster than their number. */
const SEGMENTED_AT_ONCE = 1000

/**
 * The words of a run in a script without blanks between words, and for Chinese, Japanese and Korean each two neighbouring characters. Korean has
 * blanks; its words are taken as they stand, and the pairs find them without their particles.
 */
export function segment(run: string, isJapanese: boolean): Word[] {
  const words: Word[] = HANGUL.test(run) ? [{ text: run, kind: 'word' }] : segments(run, isJapanese ? 'ja' : 'zh')
  if (!PAIRED.test(run)) return words
  const characters = [...run]
  for (let i = 1; i < characters.length; i++) words.push({ text: `${characters[i - 1]}${characters[i]}`, kind: 'pair' })
  return words
}

function segments(run: string, locale: string): Word[] {
  const found: Word[] = []
  for (let at = 0; at < run.length; at += SEGMENTED_AT_ONCE)
    for (const { segment, isWordLike } of segmenterOf(locale).segment(run.slice(at, at + SEGMENTED_AT_ONCE)))
      if (isWordLike !== false) found.push({ text: segment, kind: 'word' })
  return found
}
