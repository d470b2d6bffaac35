import type { AgentIndex } from './agent-index'

/** Finds the terms of an agent that look like a word: misspelt ones, longer ones that contain it, and parts of it. */
export interface SimilarWords {
  /** Numbers of the terms that contain three neighbouring characters; blanks stand for the beginning and the end. */
  byTrigram: Map<string, number[]>
  terms: string[]
  known: Set<string>
}

export interface SimilarTerm {
  term: string
  /** How alike the two are, below 1. */
  likeness: number
}

export const createSimilarWords = (): SimilarWords => ({ byTrigram: new Map(), terms: [], known: new Set() })

/** Terms that no text has (see analyze.ts) begin with a comma; pairs of characters and single ones are too short to be misspelt. */
const SHORTEST = 3

/** Adds the terms that the agent got since the last search. */
function update(words: SimilarWords, index: AgentIndex): void {
  if (words.known.size === index.postings.size) return
  for (const term of index.postings.keys()) {
    if (words.known.has(term)) continue
    words.known.add(term)
    if (term.startsWith(',') || term.length < SHORTEST) continue
    const number = words.terms.push(term) - 1
    for (const trigram of trigramsOf(term)) {
      const numbers = words.byTrigram.get(trigram)
      if (numbers) numbers.push(number)
      else words.byTrigram.set(trigram, [number])
    }
  }
}

function trigramsOf(word: string): Set<string> {
  const padded = `  ${word} `
  const found = new Set<string>()
  for (let i = 0; i + 3 <= padded.length; i++) found.add(padded.slice(i, i + 3))
  return found
}

/** Spellings that differ by one or two typing errors count this part of the word, less for each error. */
const MISSPELT = 0.7
const FEWEST_SHARED = 2

/** The longest word that may differ by one typing error; longer ones may by two. */
const ONE_ERROR_UP_TO = 5

/** Terms that are the word with typing errors: a missing, a doubled, a wrong or two exchanged letters. */
export function misspelt(words: SimilarWords, index: AgentIndex, word: string): SimilarTerm[] {
  if (word.length < SHORTEST) return []
  update(words, index)
  const mostErrors = word.length <= ONE_ERROR_UP_TO ? 1 : 2
  const shared = new Map<number, number>()
  for (const trigram of trigramsOf(word))
    for (const number of words.byTrigram.get(trigram) ?? []) shared.set(number, (shared.get(number) ?? 0) + 1)
  const found: SimilarTerm[] = []
  for (const [number, count] of shared) {
    const term = words.terms[number] ?? ''
    if (count < FEWEST_SHARED || Math.abs(term.length - word.length) > mostErrors) continue
    const errors = typingErrors(word, term, mostErrors)
    if (errors <= mostErrors) found.push({ term, likeness: MISSPELT * (1 - errors / word.length) })
  }
  return found
}

const CONTAINED = 0.5
const SHORTEST_PART = 4

/** Longer terms that contain the word, and shorter ones that the word contains: parts of compounds and of identifiers. */
export function partly(words: SimilarWords, index: AgentIndex, word: string): SimilarTerm[] {
  if (word.length < SHORTEST) return []
  update(words, index)
  const found: SimilarTerm[] = []
  for (const number of rarest(words, word)) {
    const term = words.terms[number] ?? ''
    if (term.length > word.length && term.includes(word))
      found.push({ term, likeness: CONTAINED * Math.max(0.5, word.length / term.length) })
  }
  for (let length = word.length - 1; length >= SHORTEST_PART; length--)
    for (let at = 0; at + length <= word.length; at++) {
      const term = word.slice(at, at + length)
      if ((at === 0 || at + length === word.length) && index.postings.has(term))
        found.push({ term, likeness: (CONTAINED * length) / word.length })
    }
  return found
}

function rarest(words: SimilarWords, word: string): readonly number[] {
  let best: readonly number[] | undefined
  for (let i = 0; i + 3 <= word.length; i++) {
    const numbers = words.byTrigram.get(word.slice(i, i + 3)) ?? []
    if (best === undefined || numbers.length < best.length) best = numbers
  }
  return best ?? []
}

/** How many letters must be inserted, removed, replaced or exchanged with the next to get from one word to the other; `most + 1` if more. */
export function typingErrors(a: string, b: string, most: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
    beforeLast = last
    last = row
  }
  return last[b.length] ?? most + 1
}
