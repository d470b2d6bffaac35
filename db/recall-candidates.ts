import { CompiledQuery } from 'kysely'
import { candidateStatement } from './candidate-sql'
import { memoryCount } from './fragments'
import { type IndexRow, indexColumns } from './index-rows'
import { filterValues, hasStatus, type RecallFilters, searchParametersFrom } from './recall-search'
import type { AgentKey, Db } from './schema'

/** What to look for in memories of which there is no index. */
export interface SoughtTerms {
  /** The terms of the query. */
  terms: readonly string[]
  /** Those of them that are among the most common words of a language, unless the query has no others. */
  stopTerms: readonly string[]
  /** Words of the query that may be misspelt or parts of compounds. */
  words: readonly SoughtWord[]
  /** The terms of memories in a language that writes words together. */
  compoundingTerms: readonly string[]
  /** The version of the analysis whose terms are wanted. */
  analysis: number
}

/** A word of a query that is compared with those of memories. */
export interface SoughtWord {
  word: string
  /** The terms that it has when it is not misspelt; `isPart` says whether they are also looked for as parts of longer words. */
  terms: readonly { term: string; isPart: boolean }[]
  /** Whether it may be in compounds, whatever the language of the memories. */
  isCompounding: boolean
  /** Parts of it under which something may be found. */
  parts: readonly string[]
}

/** Which memories of an agent are searched, and for what. */
export interface CandidateSearch extends Omit<RecallFilters, 'limit'>, SoughtTerms {}

/** A memory that is ranked. */
interface CandidateRow extends IndexRow {
  /** True for one that was found only because it matches the filters, where more memories have words of the query than are ranked. */
  is_added: boolean
  /** True for one that matches the filters. */
  is_match: boolean
}

/** The memories of an agent that may match a query, and what is needed to rank them. */
export interface Candidates {
  /** With the memories near them in their sessions. */
  found: CandidateRow[]
  /** Neighbouring memories from several times. */
  sample: IndexRow[]
  /** How many memories the agent has. */
  size: number
  /** About how many memories have each term. */
  frequencies: { term: string; count: number }[]
  /** False when memories that match may be missing. */
  isComplete: boolean
}

export const NO_CANDIDATES: Candidates = { found: [], sample: [], size: 0, frequencies: [], isComplete: true }

/** How many memories the sample has, and from how many places. */
export const SAMPLE = { places: 16, memoriesEach: 8 }
/** So many terms of a query are looked up. */
const MOST_TERMS = 64
/** How many memories are ranked, and of how many those near them in their sessions are ranked too. */
const RANKED = { atMost: 300, withNeighbors: 100 }

/** The agent stands where other statements have what is searched for. */
const SEARCH = searchParametersFrom(2)

/** SQL of the parameters of what is looked for, in the order of `soughtValues`. */
export const soughtParameters = (nth: (nth: number) => string) => ({
  terms: `${nth(1)}::text[]`,
  stopTerms: `${nth(2)}::text[]`,
  words: `${nth(3)}::text[]`,
  wordTerms: `${nth(4)}::text[]`,
  wordPatterns: `${nth(5)}::text[]`,
  wordsCompound: `${nth(6)}::boolean[]`,
  compoundingTerms: `${nth(7)}::text`,
  partWords: `${nth(8)}::text[]`,
  parts: `${nth(9)}::text[]`,
  analysis: `${nth(10)}::smallint`,
})

const asPattern = (term: string) => term.replaceAll(/[\\%_]/g, '\\$&')

/** The values of the parameters of `soughtParameters`. */
export function soughtValues({ terms, stopTerms, words, compoundingTerms, analysis }: SoughtTerms): unknown[] {
  const pairs = words.flatMap(({ word, isCompounding, terms: ofWord }) => ofWord.map((each) => ({ word, isCompounding, ...each })))
  const parts = words.flatMap(({ word, parts: ofWord }) => ofWord.map((part) => ({ word, part })))
  return [
    terms.slice(0, MOST_TERMS),
    stopTerms,
    pairs.map(({ word }) => word),
    pairs.map(({ term }) => term),
    pairs.map(({ term, isPart }) => (isPart ? asPattern(term) : null)),
    pairs.map(({ isCompounding }) => isCompounding),
    compoundingTerms.map((term) => `'${term}'`).join(' | '),
    parts.map(({ word }) => word),
    parts.map(({ part }) => part),
    analysis,
  ]
}

/** Whether all that is looked for fits in a statement. */
export const areAllSought = ({ terms }: SoughtTerms) => terms.length <= MOST_TERMS

const PARAMETERS = soughtParameters(SEARCH.afterFilters)

const ofAgent = (row: string) => `${row}.team_id = $1::uuid and ${row}.agent_row_id = $2::uuid`

/** The terms of the query, each with its tsquery and its place. */
export const queryTerms = (terms: string) =>
  `query_terms as materialized (select t.term, memanto_word(t.term) as query, min(t.nth) as nth from unnest(${terms}) with ordinality as t (term, nth) group by t.term)`

const TERM_STATS = `
${queryTerms(PARAMETERS.terms)},
size as materialized (
  select greatest(1, ${memoryCount('a', '$1::uuid', 's.id')})::float8 as memories
  from agents a left join sessions s on s.team_id = $1::uuid and s.agent_row_id = a.id and s.ended_at is null where a.team_id = $1::uuid and a.id = $2::uuid
),
span as materialized (
  select (select m.created_at from memories m where ${ofAgent('m')} order by m.created_at limit 1) as first,
    (select m.created_at from memories m where ${ofAgent('m')} order by m.created_at desc limit 1) as last
),
sample as materialized (
  select distinct on (taken.id) taken.id, taken.search from span cross join generate_series(0, ${SAMPLE.places - 1}) as step cross join lateral (
    select m.id, m.search from memories m where ${ofAgent('m')} and m.created_at >= span.first + (span.last - span.first) * (step / ${SAMPLE.places}.0)
    order by m.created_at limit ${SAMPLE.memoriesEach}) taken
),
term_stats as materialized (
  select t.term, t.query, t.nth, coalesce(size.memories * (
    select count(*) filter (where s.search @@ t.query) / nullif(count(*), 0)::float8 from sample s), 0) as holders
  from query_terms t cross join size
)`

const CANDIDATES = candidateStatement('recall_candidates', {
  statistics: TERM_STATS,
  fewestHolders: 'memories / 1024',
  isSearched: ofAgent,
  hasWord: ofAgent,
  isRanked: (memory) => hasStatus(memory, SEARCH.statuses),
  isShown: SEARCH.hasFields,
  isFiltered: SEARCH.isFiltered,
  isFilteredLast: false,
  columns: indexColumns(PARAMETERS.analysis),
  hasVocabulary: 'true',
  parameters: PARAMETERS,
  ranked: RANKED.atMost,
  withNeighbors: RANKED.withNeighbors,
})

/** Finds the memories of an agent that may match a query best, in the database alone. */
export async function findCandidates(db: Db, agent: AgentKey, search: CandidateSearch): Promise<Candidates> {
  const values = [agent.team_id, ...filterValues(agent.id, search), ...soughtValues(search)]
  const { rows } = await db.executeQuery<Candidates>(CompiledQuery.raw(CANDIDATES, values))
  const [found = NO_CANDIDATES] = rows
  return { ...found, isComplete: found.isComplete && areAllSought(search) }
}
