import { piecesOf, shortestPartOf } from './word-pieces'

/**
 * The terms of an agent, arranged so that those that look like a word are found without comparing it with all of them. Terms have numbers, in the
 * order in which they were added.
 */
export interface Vocabulary {
  terms: string[]
  known: Set<string>
  /** For each term the set of its letters, in 32 bits (see `lettersOf`). */
  letters: number[]
  /** The terms that have a piece (see word-pieces.ts), by its hash. */
  byPiece: Map<number, number[]>
  byBeginning: Map<string, number[]>
  byEnd: Map<string, number[]>
}

/** Estimate in bytes, from heap snapshots. */
const BYTES_PER_TERM = 300

/** The vocabulary of the terms given. */
export function createVocabulary(terms: Iterable<string>): Vocabulary {
  const vocabulary: Vocabulary = {
    terms: [],
    known: new Set(),
    letters: [],
    byPiece: new Map(),
    byBeginning: new Map(),
    byEnd: new Map(),
  }
  for (const term of terms) addToVocabulary(vocabulary, term)
  return vocabulary
}

/** About how many bytes a vocabulary takes. */
export const bytesOf = ({ terms }: Vocabulary) => terms.length * BYTES_PER_TERM

/** Shorter terms are like too many others. */
export const SHORTEST_TERM = 3

/** Adds a term, and returns about how many bytes it takes. Terms that no text has (see analyze.ts) begin with a comma and are left out. */
export function addToVocabulary(vocabulary: Vocabulary, term: string): number {
  const { terms, known, letters, byPiece, byBeginning, byEnd } = vocabulary
  if (term.length < SHORTEST_TERM || term.startsWith(',') || known.has(term)) return 0
  const number = terms.push(term) - 1
  known.add(term)
  letters.push(lettersOf(term))
  for (const piece of piecesOf(term)) append(byPiece, piece, number)
  const length = shortestPartOf(term)
  if (term.length > length) {
    append(byBeginning, term.slice(0, length), number)
    append(byEnd, term.slice(-length), number)
  }
  return BYTES_PER_TERM
}

function append<K>(lists: Map<K, number[]>, key: K, number: number): void {
  const list = lists.get(key)
  if (list) list.push(number)
  else lists.set(key, [number])
}

/** The set of a word's letters, in 32 bits; several letters share a bit. */
export function lettersOf(word: string): number {
  let letters = 0
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31)
  return letters
}
