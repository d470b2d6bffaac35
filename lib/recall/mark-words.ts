import { languagesOfText } from './analyze'
import { fold } from './fold'
import { type Language, stemsIn } from './languages'
import { splitWords } from './split-words'

/** A piece of a text, and whether it is a word that was searched for. */
export interface TextPiece {
  text: string
  isMarked: boolean
}

const RUN = /[\p{L}\p{M}\p{N}]+/gu
/** Scripts without blanks between words. */
const WITHOUT_BLANKS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

/** Splits a text so that the words with one of the terms, by which a search found it, stand by themselves. Together the pieces are the text. */
export function markWords(text: string, terms: ReadonlySet<string>): TextPiece[] {
  const pieces: TextPiece[] = []
  const languages = new Set<Language>(['en', ...languagesOfText(text)])
  const add = (piece: string, isMarked: boolean) => {
    const last = pieces.at(-1)
    if (piece === '') return
    if (last && last.isMarked === isMarked && !isMarked) last.text += piece
    else pieces.push({ text: piece, isMarked })
  }
  let at = 0
  for (const { 0: run, index } of text.matchAll(RUN)) {
    add(text.slice(at, index), false)
    if (WITHOUT_BLANKS.test(run)) for (const piece of splitAtTerms(run, terms)) add(piece.text, piece.isMarked)
    else add(run, hasTerm(run, terms, languages))
    at = index + run.length
  }
  add(text.slice(at), false)
  return pieces
}

const hasTerm = (run: string, terms: ReadonlySet<string>, languages: ReadonlySet<Language>) =>
  splitWords(run).some(({ text, kind }) => {
    const found = kind === 'word' ? [...stemsIn(text, languages), fold(text)] : [text, fold(text)]
    return found.some((term) => terms.has(term))
  })

function splitAtTerms(run: string, terms: ReadonlySet<string>): TextPiece[] {
  const inRun = [...terms].filter((term) => run.includes(term)).toSorted((a, b) => b.length - a.length)
  if (inRun.length === 0) return [{ text: run, isMarked: false }]
  // The terms stand as they are in the text: their letters mean nothing in a regular expression, because a run has letters and digits alone.
  return run.split(new RegExp(`(${inRun.join('|')})`, 'u')).map((text, nth) => ({ text, isMarked: nth % 2 === 1 }))
}
