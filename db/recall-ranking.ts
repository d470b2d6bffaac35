/** How memories are ranked. Everything about it is here. */

export interface SearchPlaces {
  /** SQL of the query text, of the number of memories wanted, and a condition on a memory named as it is told. */
  query: string
  limit: string
  matchesFilters: (memory: string) => string
}

/** Where a memory matches: content, tags, title. Postgres calls them C, B and A, and lists them from D on. */
const WEIGHTS = `'{0.1, 0.4, 0.7, 1.0}'::float4[]`
/** Part of a memory's score that the memories stored just before and after it get; measured on long conversations. */
const NEIGHBOR_WEIGHT = 0.35
/** A word that is only like a query term counts as this part of it. */
const FUZZY_WEIGHT = 0.25
/** Up to this many memories of an agent each word is looked up; beyond, a sample tells which words are too common for that. */
const FEW = 2000
const SAMPLE = { places: 16, each: 16 }
/** About how many memories rare words may find, and how many pairs of common words, before they are ranked. */
const FOUND_BY_WORDS = 1000
const FOUND_BY_PAIRS = 500
const MOST = 2500
const MOST_WORDS = 64
const MAX_FUZZY_TERMS = 16

const MINE = 'm.team_id = (select team_id from place) and m.agent_row_id = (select agent_row_id from place)'

/** Stems, or the words as they are where all of them are too common to have one. */
const queryTerms = ({ query }: SearchPlaces) => `
query_terms as materialized (
  select lexeme as word, memanto_word(lexeme) as query, positions[1] as nth
  from place cross join unnest(coalesce(nullif(to_tsvector('english', ${query}), ''), to_tsvector('simple', ${query})))
  order by 3, 1 limit ${MOST_WORDS}
)`

/** How many memories the agent has, and about how many of them hold each word, from a sample spread over their time. */
const SAMPLED = `
size as materialized (
  select (a.settled_memories + coalesce((
    select sum(u.stored) from sessions s join session_counters u on u.team_id = s.team_id and u.session_id = s.id
    where s.team_id = a.team_id and s.agent_row_id = a.id and s.ended_at is null), 0))::float8 as memories
  from agents a where a.team_id = (select team_id from place) and a.id = (select agent_row_id from place)
),
span as materialized (
  select (select m.created_at from memories m where ${MINE} order by m.created_at limit 1) as first,
    (select m.created_at from memories m where ${MINE} order by m.created_at desc limit 1) as last
  from size where memories > ${FEW}
),
sample as materialized (
  select taken.search from span cross join generate_series(0, ${SAMPLE.places - 1}) as step cross join lateral (
    select m.search from memories m where ${MINE} and m.created_at >= span.first + (span.last - span.first) * (step / ${SAMPLE.places}.0)
    order by m.created_at limit ${SAMPLE.each}) taken
),
term_stats as materialized (
  select a.word, a.query, a.nth, coalesce(size.memories * (
    select count(*) filter (where s.search @@ a.query) / nullif(count(*), 0)::float8 from sample s), 0) as holders
  from query_terms a cross join size
)`

/** Rare words find memories by themselves, common ones in pairs; all of them rank what was found. */
const CANDIDATES = `
terms_by_rarity as materialized (
  select query, nth, holders, row_number() over rarest_first as place, sum(greatest(holders, memories / 1024)) over rarest_first as running
  from term_stats cross join size window rarest_first as (order by holders, nth, query::text rows unbounded preceding)
),
paired as (
  select a.query && b.query as query, sum(a.holders * b.holders / memories) over (order by a.holders * b.holders, a.place, b.place rows unbounded preceding) as running
  from terms_by_rarity a join terms_by_rarity b on b.place > a.place cross join size
  where a.place > 1 and a.running > ${FOUND_BY_WORDS} and memories > ${FEW}
),
candidates as materialized (
  select string_agg('(' || query::text || ')', ' | ')::tsquery as query from (
    select query from terms_by_rarity cross join size where place = 1 or running <= ${FOUND_BY_WORDS} or memories <= ${FEW}
    union all select query from paired where running <= ${FOUND_BY_PAIRS}) parts
)`

/** Where whole words find too little: every query term, and the words of the agent that are like them. */
const found = ({ limit, matchesFilters }: SearchPlaces) => `
found as materialized (
  select m.id, m.session_id, m.seq, m.search from memories m
  where ${MINE} and m.search @@ (select query from candidates) and ${matchesFilters('m')} limit ${MOST}
),
fuzzy_terms as materialized (
  select memanto_word(l.word) as query, max(l.likeness) * ${FUZZY_WEIGHT} as weight
  from (select word from query_terms where (select count(*) from found) < ${limit} order by nth limit ${MAX_FUZZY_TERMS}) a
  cross join place p cross join lateral memanto_words_like(p.team_id, p.agent_row_id, a.word) l
  where l.word not in (select word from query_terms) group by l.word
),
similar_matches as materialized (
  select m.id, m.session_id, m.seq, m.search from memories m
  where (select count(*) from found) < ${limit} and ${MINE} and not coalesce(m.search @@ (select query from candidates), false) and ${matchesFilters('m')}
    and m.search @@ (select string_agg(query::text, ' | ')::tsquery from (select query from query_terms union all select query from fuzzy_terms) w)
  limit ${MOST}
)`

/** Each word's score in each memory by its place and number, less in long memories, times the word's rarity. */
const scored = ({ limit }: SearchPlaces) => `
words as materialized (
  select query, holders, 1 as weight, row_number() over () as word from term_stats
  union all select query, 0, weight, -row_number() over () from fuzzy_terms
),
matches as materialized (
  select f.id, f.session_id, f.seq, w.word, ts_rank(${WEIGHTS}, f.search, w.query) / ln(2.7::float8 + length(f.search) / 100.0::float8) as score
  from (select * from found union all select * from similar_matches) f cross join words w where f.search @@ w.query
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

const neighbour = (which: string, order: string) => `
  select m.id, m.seq, m.type, m.tags, m.confidence, m.created_at from memories m
  where ${MINE} and m.session_id = s.session_id and m.seq ${which} s.seq order by m.seq ${order} limit 1`

const ranked = ({ limit, matchesFilters }: SearchPlaces) => `
ranked as materialized (
  select id, seq, sum(score) as score from (
    select id, seq, score from scored
    union all
    select n.id, n.seq, ${NEIGHBOR_WEIGHT} * s.score from scored s
    cross join lateral ((${neighbour('<', 'desc')}) union all (${neighbour('>', 'asc')})) n where ${matchesFilters('n')}
  ) spilt
  group by id, seq order by 3 desc, 2 desc limit ${limit}
)`

/**
 * The ids and scores of the memories that answer a query best, as `ranked`: a list of CTEs that follow `place`, a row with the
 * team_id and agent_row_id to search in, or none.
 */
export function ranking(places: SearchPlaces): string {
  return [queryTerms(places), SAMPLED, CANDIDATES, found(places), scored(places), ranked(places)].join(',')
}
