import type { CandidateSearch, Candidates } from '../../db/recall-candidates'
import { type AgentIndex, countMemories, createAgentIndex } from './agent-index'
import { addToIndex } from './agent-memories'
import { analyzeQuery, languageTerm, type QueryWord } from './analyze'
import { measureCohesion } from './cohesion'
import { LANGUAGES } from './languages'

/** An index of those memories of an agent that may match a query, which ranks them about as the index of all memories does. */
export function indexCandidates({ found, sample, size, frequencies }: Candidates): AgentIndex {
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

/** What to look for in the database so that it finds the memories that may match a query. */
export function candidateTerms(query: string): Pick<CandidateSearch, 'terms' | 'words' | 'parts'> {
  // First the terms in the languages of the query: only so many terms are looked up.
  const all = [...analyzeQuery(query, []), ...analyzeQuery(query, LANGUAGES)]
  const terms = [...new Set(all.flatMap((word) => word.terms))]
  const words = analyzeQuery(query, []).filter(canBeMisspelt)
  return { terms, words: words.map(({ text, terms: ofWord }) => ({ word: text, terms: ofWord })), parts: words.flatMap(partsOf) }
}

const SHORTEST_WORD = 3
const MOST_WORDS = 16
const SHORTEST_PART = 3

const canBeMisspelt = ({ kind, text }: QueryWord, nth: number) =>
  (kind === 'word' || kind === 'whole') && text.length >= SHORTEST_WORD && nth < MOST_WORDS

/** The beginnings and ends of a word. */
function partsOf({ text }: QueryWord): string[] {
  const lengths = Array.from({ length: Math.max(0, text.length - SHORTEST_PART) }, (_, i) => SHORTEST_PART + i)
  return lengths.flatMap((length) => [text.slice(0, length), text.slice(-length)])
}
