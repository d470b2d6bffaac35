import { CompiledQuery } from 'kysely'
import { memoryCount } from './fragments'
import { type IndexRow, indexColumns } from './index-rows'
import { hasStatus, type RecallFilters, searchParametersFrom, searchValues } from './recall-search'
import type { AgentKey, Db } from './schema'
import { hotStatement } from './statement-hooks'

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
}

/** How many memories the sample has, and from how many places. */
const SAMPLE = { places: 16, memoriesEach: 8 }
/** About how many memories are found by rare words, by pairs of common words, and at most by both. */
const FOUND = { byWords: 1000, byPairs: 500, atMost: 2500 }
const MOST_TERMS = 64
const SIMILAR_PER_WORD = 20
/** A word that no more memories have may be misspelt. */
const RARE = 2
/** How many of the memories found are ranked, with as many before and after each in its session. */
const RANKED = { atLeast: 60, neighbors: 3 }

/** A similar term counts for less than a word of the query, so that many memories with similar terms do not take the places of those with the word. */
const SIMILAR_WEIGHT = 0.5

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

/** The text search query that finds the memories to rank: by rare words alone and by pairs of common words. All words count in the ranking. */
const BY_RARITY = `
terms_by_rarity as materialized (
  select query, holders, row_number() over rarest_first as position, sum(greatest(holders, memories / 1024)) over rarest_first as running
  from term_stats cross join size window rarest_first as (order by holders, nth, query::text rows unbounded preceding)
),
pairs as (
  select a.query && b.query as query, sum(a.holders * b.holders / memories) over (order by a.holders * b.holders, a.position, b.position rows unbounded preceding) as running
  from terms_by_rarity a join terms_by_rarity b on b.position > a.position cross join size
  where a.position > 1 and a.running > ${FOUND.byWords}
),
candidates as materialized (
  select string_agg('(' || query::text || ')', ' | ')::tsquery as query from (
    select query from terms_by_rarity where running <= ${FOUND.byWords}
    union all select query from pairs where running <= ${FOUND.byPairs}) parts
)`

const foundBy = (query: string, atMost: number) => `select m.id, m.session_id, m.seq, m.search from memories m
  where ${ofAgent('m')} and m.search @@ (${query}) and ${SEARCH.matchesFilters('m')} limit ${atMost}`

/** The memories that have words of the query, if there are too few of them also those with one common word; and how many have each term, at least. */
const COUNTED = `
found_by_rare as materialized (${foundBy('select query from candidates', FOUND.atMost)}),
common_word as materialized (
  select query from terms_by_rarity where holders > 0 and (select count(*) from found_by_rare) < 2 * ${SEARCH.limit} order by position limit 1
),
found_exactly as materialized (
  select * from found_by_rare union (${foundBy('select query from common_word', FOUND.atMost)})
),
counted_terms as materialized (
  select t.term, t.query, greatest(t.holders, (select count(*) from found_exactly f where f.search @@ t.query)) as holders from term_stats t
)`

/** Terms of the agent that look like a rare word of the query, contain it or are a part of it. */
const SIMILAR = `
rare_words as materialized (
  select w.word from unnest(${PARAMETERS.words}, ${PARAMETERS.wordTerms}) as w (word, term) left join counted_terms t on t.term = w.term
  group by w.word having coalesce(sum(t.holders), 0) <= ${RARE}
),
similar_terms as materialized (
  select l.word as term, memanto_word(l.word) as query from rare_words r cross join lateral (
    select w.word from memory_words w where ${ofAgent('w')}
      and (w.word % r.word or w.word like '%' || replace(replace(replace(r.word, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')
    group by w.word order by similarity(w.word, r.word) desc, w.word limit ${SIMILAR_PER_WORD}) l
  union
  select w.word, memanto_word(w.word) from memory_words w
  where exists (select from rare_words) and ${ofAgent('w')} and w.word = any (${PARAMETERS.parts})
),
found_similar as materialized (${foundBy("select string_agg(query::text, ' | ')::tsquery from similar_terms", FOUND.byPairs)})`

/** One by one: the planner would rather read the whole table than believe how few there are. */
const rowsOf = (ids: string) =>
  `select r.* from ${ids} i cross join lateral (select ${indexColumns(PARAMETERS.analysis)} from memories m
    where m.team_id = $1::uuid and m.id = i.id and ${hasStatus('m', SEARCH.statuses)} limit 1) r`

const CANDIDATES = hotStatement(
  'recall_candidates',
  `with ${TERM_STATS}, ${BY_RARITY}, ${COUNTED}, ${SIMILAR},
found as materialized (select * from found_exactly union select * from found_similar),
counted as materialized (
  select term, query, holders, 1 as weight from counted_terms
  union all
  select s.term, s.query, (select count(*) from found f where f.search @@ s.query), ${SIMILAR_WEIGHT}
  from similar_terms s where s.term not in (select term from counted_terms)
),
best as materialized (
  select f.id, f.session_id, f.seq from found f cross join counted w cross join size n where f.search @@ w.query
  group by f.id, f.session_id, f.seq
  order by sum(w.weight * ln(1 + greatest(0, n.memories - w.holders + 0.5) / (w.holders + 0.5))) desc, f.seq desc limit greatest(${RANKED.atLeast}, 2 * ${SEARCH.limit})
),
near as (
  select id from best
  union
  select n.id from best b cross join lateral (
    (select m.id from memories m where ${ofAgent('m')} and m.session_id = b.session_id and m.seq < b.seq order by m.seq desc limit ${RANKED.neighbors})
    union all
    (select m.id from memories m where ${ofAgent('m')} and m.session_id = b.session_id and m.seq > b.seq order by m.seq limit ${RANKED.neighbors})) n
),
rows_found as (${rowsOf('near')}),
rows_sample as (${rowsOf('sample')})
select (select memories from size) as size, (select coalesce(json_agg(f), '[]') from rows_found f) as found,
  (select coalesce(json_agg(s), '[]') from rows_sample s) as sample,
  (select coalesce(json_agg(json_build_object('term', term, 'count', holders)), '[]') from counted) as frequencies`,
)

/** Finds the memories of an agent that may match a query best, in the database alone. */
export async function findCandidates(db: Db, agent: AgentKey, search: CandidateSearch): Promise<Candidates> {
  const { terms, words, parts, analysis, ...filters } = search
  const pairs = words.flatMap(({ word, terms: ofWord }) => ofWord.map((term) => ({ word, term })))
  const values = [agent.team_id, ...searchValues(agent.id, filters), terms]
  const { rows } = await db.executeQuery<Candidates>(
    CompiledQuery.raw(CANDIDATES, [...values, pairs.map(({ word }) => word), pairs.map(({ term }) => term), parts, analysis]),
  )
  return rows[0] ?? { found: [], sample: [], size: 0, frequencies: [] }
}
