import { CompiledQuery } from 'kysely'
import { candidateStatement } from './candidate-sql'
import { memoryCount } from './fragments'
import { type IndexRow, indexColumns } from './index-rows'
import { hasStatus, type RecallFilters, searchParametersFrom, searchValues } from './recall-search'
import type { AgentKey, Db } from './schema'

/** What to look for in the memories of an agent that has no index. */
export interface CandidateSearch extends RecallFilters {
  /** The terms of the query. */
  terms: readonly string[]
  /** Words of the query that may be misspelt, each with the terms that it has when it is not. */
  words: readonly { word: string; terms: readonly string[] }[]
  /** Parts of words under which something may be found. */
  parts: readonly string[]
  /** The version of the analysis whose terms are wanted. */
  analysis: number
}

/** The memories of an agent that may match a query, and what is needed to rank them. */
export interface Candidates {
  /** With the memories near them in their sessions. */
  found: IndexRow[]
  /** Neighbouring memories from several times. */
  sample: IndexRow[]
  /** How many memories the agent has. */
  size: number
  /** About how many memories have each term. */
  frequencies: { term: string; count: number }[]
  /** False when memories with words of the query may be missing. */
  isComplete: boolean
}

export const NO_CANDIDATES: Candidates = { found: [], sample: [], size: 0, frequencies: [], isComplete: true }

/** How many memories the sample has, and from how many places. */
export const SAMPLE = { places: 16, memoriesEach: 8 }
export const MOST_TERMS = 64
/** At least so many of the memories found are ranked. */
const RANKED = 60

/** The agent stands where other statements have what is searched for. */
const SEARCH = searchParametersFrom(2)
const PARAMETERS = {
  terms: `${SEARCH.next(1)}::text[]`,
  words: `${SEARCH.next(2)}::text[]`,
  wordTerms: `${SEARCH.next(3)}::text[]`,
  parts: `${SEARCH.next(4)}::text[]`,
  analysis: `${SEARCH.next(5)}::smallint`,
}

const ofAgent = (row: string) => `${row}.team_id = $1::uuid and ${row}.agent_row_id = $2::uuid`

const TERM_STATS = `
query_terms as materialized (
  select t.term, memanto_word(t.term) as query, min(t.nth) as nth from unnest(${PARAMETERS.terms}) with ordinality as t (term, nth)
  group by t.term order by 3 limit ${MOST_TERMS}
),
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

const RANKED_TO_LIMIT = `greatest(${RANKED}, 2 * ${SEARCH.limit})`

const CANDIDATES = candidateStatement('recall_candidates', {
  statistics: TERM_STATS,
  fewestHolders: 'memories / 1024',
  isSearched: ofAgent,
  matchesFilters: SEARCH.matchesFilters,
  isFilteredLast: false,
  columns: () => indexColumns(PARAMETERS.analysis),
  isShown: (memory) => hasStatus(memory, SEARCH.statuses),
  hasVocabulary: 'true',
  parameters: PARAMETERS,
  limit: SEARCH.limit,
  ranked: RANKED_TO_LIMIT,
  withNeighbors: RANKED_TO_LIMIT,
})

/** Finds the memories of an agent that may match a query best, in the database alone. */
export async function findCandidates(db: Db, agent: AgentKey, search: CandidateSearch): Promise<Candidates> {
  const { terms, words, parts, analysis, ...filters } = search
  const pairs = words.flatMap(({ word, terms: ofWord }) => ofWord.map((term) => ({ word, term })))
  const values = [agent.team_id, ...searchValues(agent.id, filters), terms]
  const { rows } = await db.executeQuery<Candidates>(
    CompiledQuery.raw(CANDIDATES, [...values, pairs.map(({ word }) => word), pairs.map(({ term }) => term), parts, analysis]),
  )
  return rows[0] ?? NO_CANDIDATES
}
