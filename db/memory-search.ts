import { CompiledQuery } from 'kysely'
import { candidateStatement } from './candidate-sql'
import { indexColumns } from './index-rows'
import {
  afterScope,
  hasFewAgents,
  hasSearchedFields,
  IS_FILTERED,
  isOfSearch,
  isSearchedAgent,
  ofFewAgents,
  ofTeam,
  ofTeamByTerms,
  type SearchScope,
  scopeValues,
} from './memory-search-filters'
import {
  areAllSought,
  type Candidates,
  NO_CANDIDATES,
  queryTerms,
  SAMPLE,
  type SoughtTerms,
  soughtParameters,
  soughtValues,
} from './recall-candidates'
import type { Db } from './schema'

/** In more agents than these, words that are not in them are not compared with those that are: they have too many. */
const MOST_VOCABULARIES = 500
/** So many memories are ranked at most, and so many of the best together with those near them in their sessions. */
export const MOST_RANKED = 1000
const WITH_NEIGHBORS = 150
/** A term that no memory of the sample has is counted up to here. */
const COUNTED_EXACTLY = 1001

const PARAMETERS = soughtParameters(afterScope)

/** The agents with how many memories each has: those that its row counts, and those of its open session. */
const AGENTS = `
agents_searched as materialized (
  select a.id, (a.settled_memories + coalesce(o.stored, 0))::float8 as memories, sum(a.settled_memories + coalesce(o.stored, 0)) over (order by a.id)::float8 as running
  from agents a left join (
    select s.agent_row_id, sum(c.stored) as stored from sessions s join session_counters c on c.team_id = $1::uuid and c.session_id = s.id
    where s.team_id = $1::uuid and s.ended_at is null group by s.agent_row_id
  ) o on o.agent_row_id = a.id
  where ${isSearchedAgent('a')}
),
size as materialized (select greatest(1, sum(memories))::float8 as memories from agents_searched)`

/** How many of the places, which are equally far from each other, are among the first so many memories. */
const placesBefore = (memories: string) => `ceil((${memories}) * ${SAMPLE.places} / size.memories - 0.5)::integer`

/** Neighbouring memories from places that are spread over the memories of all agents. */
const SAMPLE_OF_AGENTS = `
places as materialized (
  select a.id, ((step + 0.5) / ${SAMPLE.places} * size.memories - (a.running - a.memories)) / a.memories as part
  from agents_searched a cross join size
  cross join lateral generate_series(${placesBefore('a.running - a.memories')}, ${placesBefore('a.running')} - 1) as step
  where ${placesBefore('a.running')} > ${placesBefore('a.running - a.memories')}
),
sample as materialized (
  select distinct on (taken.id) taken.id, taken.search from places p
  cross join lateral (select m.created_at from memories m where m.team_id = $1::uuid and m.agent_row_id = p.id order by m.created_at limit 1) first
  cross join lateral (select m.created_at from memories m where m.team_id = $1::uuid and m.agent_row_id = p.id order by m.created_at desc limit 1) last
  cross join lateral (
    select m.id, m.search from memories m where m.team_id = $1::uuid and m.agent_row_id = p.id
      and m.created_at >= first.created_at + (last.created_at - first.created_at) * p.part
    order by m.created_at limit ${SAMPLE.memoriesEach}) taken
)`

/** How many memories have each term: counted where the sample says that they are few, else estimated from the sample. */
const termStats = (isSearched: (row: string) => string) => `
${queryTerms(PARAMETERS.terms)},
in_sample as materialized (
  select t.term, t.query, t.nth, (select count(*) filter (where s.search @@ t.query) / nullif(count(*), 0)::float8 from sample s) as part from query_terms t
),
term_stats as materialized (
  select t.term, t.query, t.nth, case when t.part > 0 then size.memories * t.part else (
    select count(*) from (select from memories m where ${isSearched('m')} and m.search @@ t.query limit ${COUNTED_EXACTLY}) counted) end as holders
  from in_sample t cross join size
)`

const statementFor = (name: string, isSearched: (row: string) => string, hasWord: (row: string) => string) =>
  candidateStatement(name, {
    statistics: `${AGENTS}, ${SAMPLE_OF_AGENTS}, ${termStats(isSearched)}`,
    fewestHolders: '1',
    isSearched,
    hasWord,
    isRanked: isOfSearch,
    isShown: hasSearchedFields,
    isFiltered: IS_FILTERED,
    isFilteredLast: true,
    columns: indexColumns(PARAMETERS.analysis),
    hasVocabulary: `(select count(*) from agents_searched) <= ${MOST_VOCABULARIES}`,
    parameters: PARAMETERS,
    ranked: MOST_RANKED,
    withNeighbors: WITH_NEIGHBORS,
  })

const IN_TEAM = statementFor('search_team', ofTeamByTerms, ofTeam)
const IN_AGENTS = statementFor('search_agents', ofFewAgents, ofFewAgents)

/** Finds the memories of a team that may match a query best. */
export async function findCandidatesAcross(db: Db, scope: SearchScope, sought: SoughtTerms): Promise<Candidates> {
  const values = [...scopeValues(scope), ...soughtValues(sought)]
  const { rows } = await db.executeQuery<Candidates>(CompiledQuery.raw(hasFewAgents(scope) ? IN_AGENTS : IN_TEAM, values))
  const [found = NO_CANDIDATES] = rows
  return { ...found, isComplete: found.isComplete && areAllSought(sought) }
}
