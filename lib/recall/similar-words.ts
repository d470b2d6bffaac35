import { typingErrors } from './typing-errors'

/** The terms of an agent, arranged so that those are found that look like a word: misspelt ones, longer ones that contain it, and parts of it. */
export interface Vocabulary {
  terms: Set<string>
  byLength: Map<number, TermsOfLength>
  byBeginning: Map<string, string[]>
  byEnd: Map<string, string[]>
}

interface TermsOfLength {
  terms: string[]
  /** For each term a set of its letters, in 32 bits. */
  letters: number[]
}

export interface SimilarTerm {
  term: string
  /** How alike the two are, below 1. */
  likeness: number
}

/** Shorter words have too many neighbours to be taken for misspelt ones. */
const SHORTEST = 3

/** Terms are found by so many letters at their beginning or end, which a part of a word must have. */
const KEY_LENGTH = 3

/** Estimate in bytes of what a term takes here. */
const BYTES_PER_TERM = 150

/** The vocabulary of the terms given. */
export function createVocabulary(terms: Iterable<string>): Vocabulary {
  const vocabulary: Vocabulary = { terms: new Set(), byLength: new Map(), byBeginning: new Map(), byEnd: new Map() }
  for (const term of terms) addToVocabulary(vocabulary, term)
  return vocabulary
}

/** About how many bytes a vocabulary takes. */
export const bytesOf = (vocabulary: Vocabulary) => vocabulary.terms.size * BYTES_PER_TERM

/** Adds a term, and returns about how many bytes it takes. Terms that no text has (see analyze.ts) begin with a comma and are left out. */
export function addToVocabulary({ terms, byLength, byBeginning, byEnd }: Vocabulary, term: string): number {
  if (term.startsWith(',') || term.length < SHORTEST || terms.has(term)) return 0
  terms.add(term)
  const ofLength = byLength.get(term.length) ?? { terms: [], letters: [] }
  byLength.set(term.length, ofLength)
  ofLength.terms.push(term)
  ofLength.letters.push(lettersOf(term))
  append(byBeginning, term.slice(0, KEY_LENGTH), term)
  append(byEnd, term.slice(-KEY_LENGTH), term)
  return BYTES_PER_TERM
}

function append(lists: Map<string, string[]>, key: string, term: string): void {
  const list = lists.get(key)
  if (list) list.push(term)
  else lists.set(key, [term])
}

function lettersOf(word: string): number {
  let letters = 0
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31)
  return letters
}

function countBits(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** A spelling that differs by typing errors counts this part of the word, less for each error. */
const MISSPELT = 0.7

/** The longest word that may differ by one typing error; longer ones may by two. */
const ONE_ERROR_UP_TO = 5

/**
 * Terms that are the word with typing errors: a missing, a doubled, a wrong or two exchanged letters. None is missed: one error changes at most
 * two letters of the set, so that terms whose sets differ by more are not compared.
 */
export function misspelt(vocabulary: Vocabulary, word: string): SimilarTerm[] {
  if (word.length < SHORTEST) return []
  const most = word.length <= ONE_ERROR_UP_TO ? 1 : 2
  const letters = lettersOf(word)
  const found: SimilarTerm[] = []
  for (let length = word.length - most; length <= word.length + most; length++) {
    const ofLength = vocabulary.byLength.get(length)
    ofLength?.letters.forEach((others, i) => {
      if (countBits(letters ^ others) > 2 * most) return
      const term = ofLength.terms[i] ?? ''
      const errors = typingErrors(word, term, most)
      if (errors > 0 && errors <= most) found.push({ term, likeness: MISSPELT * (1 - errors / word.length) })
    })
  }
  return found
}

/** A word that is a part of another one counts this part of it, the less the smaller it is. */
const PART = 0.5
const SMALLEST_LIKENESS = 0.25

/** Shorter parts of words in scripts with capitals say little: `art` of `party`. Scripts without capitals write short words together. */
const SHORTEST_PART = { withCapitals: 4, withoutCapitals: 3 }
const shortestPartOf = (word: string) => SHORTEST_PART[word === word.toUpperCase() ? 'withoutCapitals' : 'withCapitals']

/** Longer terms that begin or end with the word, and shorter ones with which it begins or ends: parts of compounds and of identifiers. */
export function partly(vocabulary: Vocabulary, word: string): SimilarTerm[] {
  const shortest = shortestPartOf(word)
  if (word.length < shortest) return []
  const found = new Map<string, SimilarTerm>()
  const add = (term: string, shorter: number, longer: number) =>
    found.set(term, { term, likeness: Math.max(SMALLEST_LIKENESS, (PART * shorter) / longer) })
  for (const term of vocabulary.byBeginning.get(word.slice(0, KEY_LENGTH)) ?? [])
    if (term.length > word.length && term.startsWith(word)) add(term, word.length, term.length)
  for (const term of vocabulary.byEnd.get(word.slice(-KEY_LENGTH)) ?? [])
    if (term.length > word.length && term.endsWith(word)) add(term, word.length, term.length)
  for (let length = word.length - 1; length >= shortest; length--)
    for (const part of [word.slice(0, length), word.slice(-length)]) if (vocabulary.terms.has(part)) add(part, length, word.length)
  return [...found.values()]
}
