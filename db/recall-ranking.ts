import { memoryCount } from './fragments'

// The whole ranking of memories is in this file.

/** SQL of the parameters of a ranking. */
export interface SearchParameters {
  query: string
  limit: string
  /** Returns the condition that the memory with this alias matches the filters. */
  matchesFilters: (memory: string) => string
}

/** Weights of matches in the content, the tags and the title. Postgres calls these C, B and A, and lists weights from D on. */
const WEIGHTS = `'{0.1, 0.4, 0.7, 1.0}'::float4[]`
/** The share of a memory's score that is added to the memories stored just before and after it. Chosen by measurements on long conversations. */
const NEIGHBOR_WEIGHT = 0.35
/** The share that a word counts which is only similar to a word of the query. */
const FUZZY_WEIGHT = 0.25
/** Up to this number of memories of an agent, each word of the query is looked up. Above it, a sample shows which words are too common for that. */
const SMALL_AGENT = 2000
const SAMPLE = { places: 16, memoriesEach: 16 }
/** About how many memories are found by rare words, and by pairs of common words, before they are ranked. */
const FOUND_BY_WORDS = 1000
const FOUND_BY_PAIRS = 500
const MAX_FOUND = 2500
const MAX_QUERY_TERMS = 64
const MAX_FUZZY_QUERY_TERMS = 16

/** The first parameter of every statement with a ranking is the team's id. */
const TEAM = '$1::uuid'
const OF_AGENT = `m.team_id = ${TEAM} and m.agent_row_id = (select agent_row_id from searched_agent)`

/** The stems of the query, or its words unchanged when all of them are stop words, which have no stem. */
const queryTerms = ({ query }: SearchParameters) => `
query_terms as materialized (
  select lexeme as word, memanto_word(lexeme) as query, positions[1] as nth
  from searched_agent cross join unnest(coalesce(nullif(to_tsvector('english', ${query}), ''), to_tsvector('simple', ${query})))
  order by 3, 1 limit ${MAX_QUERY_TERMS}
)`

/** The number of memories of the agent and, estimated from a sample over their whole time, how many of them contain each word. */
const TERM_STATS = `
size as materialized (
  select ${memoryCount('a', TEAM, 's.id')}::float8 as memories
  from agents a left join sessions s on s.team_id = ${TEAM} and s.agent_row_id = a.id and s.ended_at is null
  where a.team_id = ${TEAM} and a.id = (select agent_row_id from searched_agent)
),
span as materialized (
  select (select m.created_at from memories m where ${OF_AGENT} order by m.created_at limit 1) as first,
    (select m.created_at from memories m where ${OF_AGENT} order by m.created_at desc limit 1) as last
  from size where memories > ${SMALL_AGENT}
),
sample as materialized (
  select taken.search from span cross join generate_series(0, ${SAMPLE.places - 1}) as step cross join lateral (
    select m.search from memories m where ${OF_AGENT} and m.created_at >= span.first + (span.last - span.first) * (step / ${SAMPLE.places}.0)
    order by m.created_at limit ${SAMPLE.memoriesEach}) taken
),
term_stats as materialized (
  select t.word, t.query, t.nth, coalesce(size.memories * (
    select count(*) filter (where s.search @@ t.query) / nullif(count(*), 0)::float8 from sample s), 0) as holders
  from query_terms t cross join size
)`

/** The text search query that finds the memories to rank: by rare words alone and by pairs of common words. All words count in the ranking. */
const CANDIDATES = `
terms_by_rarity as materialized (
  select query, holders, row_number() over rarest_first as position, sum(greatest(holders, memories / 1024)) over rarest_first as running
  from term_stats cross join size window rarest_first as (order by holders, nth, query::text rows unbounded preceding)
),
pairs as (
  select a.query && b.query as query, sum(a.holders * b.holders / memories) over (order by a.holders * b.holders, a.position, b.position rows unbounded preceding) as running
  from terms_by_rarity a join terms_by_rarity b on b.position > a.position cross join size
  where a.position > 1 and a.running > ${FOUND_BY_WORDS} and memories > ${SMALL_AGENT}
),
candidates as materialized (
  select string_agg('(' || query::text || ')', ' | ')::tsquery as query from (
    select query from terms_by_rarity cross join size where position = 1 or running <= ${FOUND_BY_WORDS} or memories <= ${SMALL_AGENT}
    union all select query from pairs where running <= ${FOUND_BY_PAIRS}) parts
)`

/** The memories to rank. When whole words find too few, also those with any word of the query, or with a similar word from the agent's vocabulary. */
const found = ({ limit, matchesFilters }: SearchParameters) => `
found as materialized (
  select m.id, m.session_id, m.seq, m.search from memories m
  where ${OF_AGENT} and m.search @@ (select query from candidates) and ${matchesFilters('m')} limit ${MAX_FOUND}
),
fuzzy_terms as materialized (
  select memanto_word(l.word) as query, max(l.likeness) * ${FUZZY_WEIGHT} as weight
  from (select word from query_terms where (select count(*) from found) < ${limit} order by nth limit ${MAX_FUZZY_QUERY_TERMS}) t
  cross join searched_agent p cross join lateral memanto_words_like(${TEAM}, p.agent_row_id, t.word) l
  where l.word not in (select word from query_terms) group by l.word
),
found_fuzzy as materialized (
  select m.id, m.session_id, m.seq, m.search from memories m
  where (select count(*) from found) < ${limit} and ${OF_AGENT} and not coalesce(m.search @@ (select query from candidates), false) and ${matchesFilters('m')}
    and m.search @@ (select string_agg(query::text, ' | ')::tsquery from (select query from query_terms union all select query from fuzzy_terms) w)
  limit ${MAX_FOUND}
)`

/** The score of each memory: for each word its weight by place and frequency, lower in long memories, times the rarity of the word. */
const scored = ({ limit }: SearchParameters) => `
words as materialized (
  select query, holders, 1 as weight, row_number() over () as word from term_stats
  union all select query, 0, weight, -row_number() over () from fuzzy_terms
),
matches as materialized (
  select f.id, f.session_id, f.seq, w.word, ts_rank(${WEIGHTS}, f.search, w.query) / ln(2.7::float8 + length(f.search) / 100.0::float8) as score
  from (select * from found union all select * from found_fuzzy) f cross join words w where f.search @@ w.query
),
rarity as materialized (
  select w.word, w.weight * ln(1 + (n.memories - n.holders + 0.5) / (n.holders + 0.5)) as weight
  from words w cross join lateral (
    select greatest(count(*), w.holders) as holders, greatest(count(*), w.holders, (select memories from size)) as memories from matches m where m.word = w.word) n
),
scored as materialized (
  select m.id, m.session_id, m.seq, sum(m.score * r.weight) as score from matches m join rarity r on r.word = m.word
  group by m.id, m.session_id, m.seq order by 4 desc, 3 desc limit 5 * ${limit}
)`

const neighbor = (which: string, order: string) => `
  select m.id, m.seq, m.type, m.tags, m.confidence, m.created_at from memories m
  where ${OF_AGENT} and m.session_id = s.session_id and m.seq ${which} s.seq order by m.seq ${order} limit 1`

const ranked = ({ limit, matchesFilters }: SearchParameters) => `
ranked as materialized (
  select id, seq, sum(score) as score from (
    select id, seq, score from scored
    union all
    select n.id, n.seq, ${NEIGHBOR_WEIGHT} * s.score from scored s
    cross join lateral ((${neighbor('<', 'desc')}) union all (${neighbor('>', 'asc')})) n where ${matchesFilters('n')}
  ) with_neighbors
  group by id, seq order by 3 desc, 2 desc limit ${limit}
)`

/**
 * Returns the CTEs that find the memories which match a query best. The last one, `ranked`, has their ids and scores. They follow a CTE `searched_agent`: a row with
 * the agent_row_id to search in, or none. The statement takes the team's id as $1.
 */
export function ranking(parameters: SearchParameters): string {
  return [queryTerms(parameters), TERM_STATS, CANDIDATES, found(parameters), scored(parameters), ranked(parameters)].join(',')
}
