import type { MemoryTerms } from '../../db/memories'
import type { WeightedTerm } from './agent-index'
import { ANALYSIS_VERSION, analyzeMemory } from './analyze'

/** What the terms of a memory are found in. */
export interface MemoryText {
  title: string | null
  content: string
  tags: readonly string[]
}

/**
 * The terms of a memory as Postgres stores them: a tsvector in which the position of a term says how often it occurs, and in which field. A term
 * that occurs twice in the content and once in the title is `'term':2,513A`.
 */
export function storedTerms(text: MemoryText): MemoryTerms {
  const { terms, length } = analyzeMemory(text)
  const lexemes = [...terms].map(([term, counts]) => `'${term.replaceAll(/['\\]/g, '$&$&')}':${positionsOf(counts)}`)
  return { search: lexemes.join(' '), wordCount: length, analysis: ANALYSIS_VERSION }
}

/** The fields, with the first position of each and Postgres's letter for it. */
const FIELDS = [
  { field: 'content', from: 0, letter: '' },
  { field: 'tags', from: 256, letter: 'B' },
  { field: 'title', from: 512, letter: 'A' },
] as const
const MOST_COUNTED = 255

type Counts = Record<(typeof FIELDS)[number]['field'], number>

const positionsOf = (counts: Counts) =>
  FIELDS.filter(({ field }) => counts[field] > 0)
    .map(({ field, from, letter }) => `${from + Math.min(MOST_COUNTED, counts[field])}${letter}`)
    .join()

/** How much one occurrence counts in a field. */
const WEIGHTS: Counts = { content: 1, tags: 2, title: 3 }

/** The weight of a term by its occurrences. */
const weightOf = (counts: Counts) => FIELDS.reduce((sum, { field }) => sum + WEIGHTS[field] * counts[field], 0)

/** The terms of a memory with their weights, and how many words it has. */
export function weighTerms(text: MemoryText): { terms: WeightedTerm[]; length: number } {
  const { terms, length } = analyzeMemory(text)
  return { terms: [...terms].map(([term, counts]) => [term, weightOf(counts)]), length }
}

const QUOTE = 39
const BACKSLASH = 92
const COLON = 58
const BLANK = 32
const COMMA = 44
const ZERO = 48
const NINE = 57

/** Reads terms as Postgres writes a tsvector. */
export function readTerms(search: string): WeightedTerm[] {
  const terms: WeightedTerm[] = []
  let at = 0
  while (at < search.length) {
    const end = endOfTerm(search, at + 1)
    const term = search.slice(at + 1, end)
    const isQuoted = term.includes("'") || term.includes('\\')
    at = end + 1
    let weight = 0
    if (search.charCodeAt(at) === COLON) {
      let position = 0
      for (at++; at < search.length && search.charCodeAt(at) !== BLANK; at++) {
        const code = search.charCodeAt(at)
        if (code >= ZERO && code <= NINE) position = position * 10 + code - ZERO
        else if (code === COMMA) {
          weight += weightAt(position)
          position = 0
        }
      }
      weight += weightAt(position)
    }
    terms.push([isQuoted ? term.replaceAll(/(['\\])\1/g, '$1') : term, weight])
    at++
  }
  return terms
}

/** Where the quote is that ends a term; quotes and backslashes in it are doubled. */
function endOfTerm(search: string, from: number): number {
  for (let at = from; at < search.length; at++) {
    const code = search.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) {
      if (search.charCodeAt(at + 1) !== QUOTE) return at
      at++
    }
  }
  return search.length
}

const weightAt = (position: number) =>
  position > 512 ? WEIGHTS.title * (position - 512) : position > 256 ? WEIGHTS.tags * (position - 256) : WEIGHTS.content * position
