import { typingErrors } from './typing-errors'
import { lettersOf, SHORTEST_TERM, type Vocabulary } from './vocabulary'
import { mostErrorsOf, piecesOfSimilar, shortestPartOf } from './word-pieces'

export interface SimilarTerm {
  term: string
  /** How alike the two are, below 1. */
  likeness: number
}

/** A spelling that differs by typing errors counts this part of the word, less for each error. */
const MISSPELT = 0.7

/**
 * The terms that are a word with typing errors: one in words of up to five letters, two in longer ones. An error is a missing, a further or a
 * wrong letter, or two neighbouring letters exchanged.
 */
export function misspelt(vocabulary: Vocabulary, word: string): SimilarTerm[] {
  if (word.length < SHORTEST_TERM) return []
  const most = mostErrorsOf(word)
  const letters = lettersOf(word)
  const found: SimilarTerm[] = []
  for (const number of candidates(vocabulary, word, most)) {
    // One error changes at most two letters of the set.
    if (countBits(letters ^ (vocabulary.letters[number] ?? 0)) > 2 * most) continue
    const term = vocabulary.terms[number] ?? ''
    const errors = typingErrors(word, term, most)
    if (errors > 0 && errors <= most) found.push({ term, likeness: MISSPELT * (1 - errors / word.length) })
  }
  if (most === 1) for (const term of exchanged(vocabulary, word)) found.push({ term, likeness: MISSPELT * (1 - 1 / word.length) })
  return found
}

function candidates({ byPiece }: Vocabulary, word: string, errors: number): Set<number> {
  const found = new Set<number>()
  for (const piece of piecesOfSimilar(word, errors)) for (const number of byPiece.get(piece) ?? []) found.add(number)
  return found
}

/** The terms that are the word with two neighbouring letters exchanged: pieces find them only where two errors are allowed. */
function exchanged({ known }: Vocabulary, word: string): string[] {
  const found: string[] = []
  for (let i = 1; i < word.length; i++) {
    const other = `${word.slice(0, i - 1)}${word[i]}${word[i - 1]}${word.slice(i + 1)}`
    if (other !== word && known.has(other)) found.push(other)
  }
  return found
}

function countBits(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** A word that is a part of another one counts this part of it, the less the smaller it is. */
const PART = 0.8
const SMALLEST_LIKENESS = 0.4

/** Longer terms that begin or end with the word, and shorter ones with which it begins or ends: parts of compounds and of identifiers. */
export function partly(vocabulary: Vocabulary, word: string): SimilarTerm[] {
  const shortest = shortestPartOf(word)
  if (word.length < shortest) return []
  const found = new Map<string, SimilarTerm>()
  for (const number of vocabulary.byBeginning.get(word.slice(0, shortest)) ?? []) {
    const term = vocabulary.terms[number] ?? ''
    if (term.length > word.length && term.startsWith(word)) found.set(term, { term, likeness: likenessOf(word, term) })
  }
  for (const number of vocabulary.byEnd.get(word.slice(-shortest)) ?? []) {
    const term = vocabulary.terms[number] ?? ''
    if (term.length > word.length && term.endsWith(word)) found.set(term, { term, likeness: likenessOf(word, term) })
  }
  for (let length = word.length - 1; length >= shortest; length--)
    for (const term of [word.slice(0, length), word.slice(-length)])
      if (vocabulary.known.has(term)) found.set(term, { term, likeness: likenessOf(term, word) })
  return [...found.values()]
}

/** The terms in the middle of which a word stands, at the price of looking through all of them: `zahler` in `wasserzahlernummer`. */
export function containing({ terms, letters }: Vocabulary, word: string): SimilarTerm[] {
  if (word.length < shortestPartOf(word)) return []
  const wanted = lettersOf(word)
  const found: SimilarTerm[] = []
  letters.forEach((others, number) => {
    if ((others & wanted) !== wanted) return
    const term = terms[number] ?? ''
    if (term.length > word.length && term.includes(word)) found.push({ term, likeness: likenessOf(word, term) })
  })
  return found
}

const likenessOf = (part: string, whole: string) => Math.max(SMALLEST_LIKENESS, (PART * part.length) / whole.length)
