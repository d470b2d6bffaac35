import type { Candidates, SoughtTerms, SoughtWord } from '../../db/recall-candidates'
import { type AgentIndex, countMemories, createAgentIndex } from './agent-index'
import { addToIndex } from './agent-memories'
import { analyzeQuery, COMPOUNDING, languageTerm, type QueryWord } from './analyze'
import { measureCohesion } from './cohesion'
import { LANGUAGES } from './languages'
import { type Ranked, type SearchOptions, search } from './search'
import { shortestPartOf } from './word-pieces'

/** An index of those memories of an agent that may match a query, which ranks them about as the index of all memories does. */
function indexCandidates({ found, sample, size, frequencies }: Candidates): AgentIndex {
  const index = createAgentIndex()
  for (const row of [...found].sort((a, b) => a.seq - b.seq)) addToIndex(index, row)
  const sampled = createAgentIndex()
  for (const row of [...sample].sort((a, b) => a.seq - b.seq)) addToIndex(sampled, row)
  const ofAll = size / Math.max(1, sampled.size)
  const languages = LANGUAGES.map(languageTerm).map((term) => [term, countMemories(sampled, term) * ofAll] as const)
  // A term that was counted nowhere may still be in the candidates: the database may have the terms of an earlier analysis.
  const counted = frequencies.filter(({ count }) => count > 0).map(({ term, count }) => [term, count] as const)
  index.frequencies = new Map([...languages, ...counted])
  index.size = Math.max(size, index.size)
  index.totalLength = (sampled.totalLength / Math.max(1, sampled.size)) * index.size
  index.cohesion = { value: measureCohesion(sampled), checkpoint: 0 }
  return index
}

/** The memories among candidates that match a query and filters best, the best first; of those that match equally well the one stored last. */
export function rankCandidates(candidates: Candidates, query: string, options: Omit<SearchOptions, 'isWanted'>): Ranked[] {
  const matching = new Set(candidates.found.filter((row) => row.is_match).map(({ id }) => id))
  const isWanted = ({ id }: { id: string }) => matching.has(id)
  const inAll = candidates.found.filter((row) => !row.is_added)
  const ranked = search(indexCandidates({ ...candidates, found: inAll }), query, { ...options, isWanted })
  if (inAll.length === candidates.found.length) return ranked
  // Those that only a filter found are ranked apart, so that they do not change the scores that others have without it.
  for (const { id } of inAll) matching.delete(id)
  const added = search(indexCandidates(candidates), query, { ...options, isWanted })
  return [...ranked, ...added].sort((a, b) => b.score - a.score || b.memory.seq - a.memory.seq).slice(0, options.limit)
}

/** What to look for in the database so that it finds the memories that may match a query. */
export function candidateTerms(query: string): Omit<SoughtTerms, 'analysis'> {
  // First the terms in the languages of the query: only so many terms are looked up.
  const inOwnLanguages = analyzeQuery(query, [])
  const all = [...inOwnLanguages, ...analyzeQuery(query, LANGUAGES)]
  const terms = [...new Set(all.flatMap((word) => word.terms))]
  const stopTerms = inOwnLanguages.every(({ isCommon }) => isCommon)
    ? []
    : all.filter(({ isCommon }) => isCommon).flatMap((word) => word.terms)
  return {
    terms,
    stopTerms: [...new Set(stopTerms)],
    words: inOwnLanguages.filter(isCompared).map(soughtWordOf),
    compoundingTerms: COMPOUNDING_TERMS,
  }
}

const COMPOUNDING_TERMS = [...COMPOUNDING].map(languageTerm)

const SHORTEST_WORD = 3

const isCompared = ({ kind, text, isCommon }: QueryWord) =>
  (kind === 'word' || kind === 'whole') && !isCommon && text.length >= SHORTEST_WORD

/** The terms and the word as it was typed are compared, as in the search in an index; what is too short is no part of a longer word. */
function soughtWordOf({ text, terms, isCompounding }: QueryWord): SoughtWord {
  const compared = [...new Set([...terms, text])]
  return {
    word: text,
    terms: compared.map((term) => ({ term, isPart: term.length >= shortestPartOf(term) })),
    isCompounding,
    parts: [...new Set(compared.flatMap(partsOf))],
  }
}

/** The beginnings and ends of a word that it may be found under. */
function partsOf(word: string): string[] {
  const shortest = shortestPartOf(word)
  const lengths = Array.from({ length: Math.max(0, word.length - shortest) }, (_, i) => shortest + i)
  return lengths.flatMap((length) => [word.slice(0, length), word.slice(-length)])
}
