import type { MemoryTerms } from '../../db/memories'
import type { WeightedTerm } from './agent-index'
import { ANALYSIS_VERSION, analyzeMemory, FIELD_WEIGHTS, type Field, weightedTerms } from './analyze'

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

interface StoredField {
  field: Field
  /** Positions of the field are greater than this. */
  from: number
  /** What Postgres writes after them. */
  letter: string
}
const CONTENT: StoredField = { field: 'content', from: 0, letter: '' }
const TAGS: StoredField = { field: 'tags', from: 256, letter: 'B' }
const TITLE: StoredField = { field: 'title', from: 512, letter: 'A' }
const FIELDS = [CONTENT, TAGS, TITLE]
const MOST_COUNTED = 255

const positionsOf = (counts: Record<Field, number>) =>
  FIELDS.filter(({ field }) => counts[field] > 0)
    .map(({ field, from, letter }) => `${from + Math.min(MOST_COUNTED, counts[field])}${letter}`)
    .join()

/** The terms of a memory with their weights, and how many words it has. */
export function weighTerms(text: MemoryText): { terms: WeightedTerm[]; length: number } {
  const analysis = analyzeMemory(text)
  return { terms: weightedTerms(analysis), length: analysis.length }
}

const QUOTE = 39
const BACKSLASH = 92
const ZERO = 48

/** Reads terms as Postgres writes a tsvector. */
export function readTerms(search: string): WeightedTerm[] {
  const terms: WeightedTerm[] = []
  for (let at = 0; at < search.length; ) {
    const end = endOfTerm(search, at + 1)
    const term = search.slice(at + 1, end)
    const blank = search.indexOf(' ', end)
    at = blank === -1 ? search.length : blank + 1
    terms.push([withoutEscapes(term), weightOf(search, end + 2, at)])
  }
  return terms
}

/** The weight of a term whose positions stand between two places of the text. */
function weightOf(search: string, from: number, to: number): number {
  let weight = 0
  let position = 0
  for (let at = from; at < to; at++) {
    const digit = search.charCodeAt(at) - ZERO
    if (digit >= 0 && digit <= 9) position = 10 * position + digit
    else {
      weight += weightAt(position)
      position = 0
    }
  }
  return weight + weightAt(position)
}

const withoutEscapes = (term: string) => (term.includes("'") || term.includes('\\') ? term.replaceAll(/(['\\])\1/g, '$1') : term)

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

/** The weight of the occurrences that a position stands for. */
function weightAt(position: number): number {
  if (position > TITLE.from) return FIELD_WEIGHTS.title * (position - TITLE.from)
  if (position > TAGS.from) return FIELD_WEIGHTS.tags * (position - TAGS.from)
  return FIELD_WEIGHTS.content * position
}
