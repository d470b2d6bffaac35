import { hotStatement } from './statement-hooks'

/** About how many memories are found by rare words, by pairs of common words, and at most by either. */
const FOUND = { byWords: 1000, byPairs: 500, atMost: 2500 }
/** Common words are looked up together where they are in no more memories. */
const MOST_HOLDERS = 20_000
const SIMILAR_PER_WORD = 20
/** A word that no more memories have may be misspelt. */
const RARE = 2
/** How many memories before and after one that was found are ranked with it. */
const NEIGHBORS = 3
/** A similar term counts for less than a word of the query, so that many memories with similar terms do not take the places of those with the word. */
const SIMILAR_WEIGHT = 0.5

/** SQL of what a statement that finds candidates depends on; `$1` is the team. */
export interface CandidateParts {
  /**
   * The CTEs `size` with the number of memories, `sample` with the ids and terms of some, and `term_stats` with each term of the query, its tsquery, its place
   * and about how many memories have it.
   */
  statistics: string
  /** As many memories a term has at least, as far as the statistics know. */
  fewestHolders: string
  /** True for a row of memories or memory_words in which is searched. */
  isSearched: (row: string) => string
  matchesFilters: (memory: string) => string
  /** Whether filters apply only to what the terms found: else Postgres may read the index of a filter, with all memories of the team. */
  isFilteredLast: boolean
  /** The columns of a row of memories that are returned. */
  columns: (memory: string) => string
  /** True for a memory, near one that was found, that may be seen. */
  isShown: (memory: string) => string
  /** True when words that no memory has are looked up by their likeness. */
  hasVocabulary: string
  parameters: { words: string; wordTerms: string; parts: string }
  /** How many memories there are on a page, of how many the ranking is exact, and for how many of those memories near them are ranked too. */
  limit: string
  ranked: string
  withNeighbors: string
}

/** The statement that finds the memories that may match a query best, with what is needed to rank them. */
export function candidateStatement(name: string, parts: CandidateParts): string {
  return hotStatement(
    name,
    `with ${parts.statistics}, ${byRarity(parts)}, ${counted(parts)}, ${similar(parts)}, ${best(parts)}, ${near(parts)}
select (select memories from size) as size, (select coalesce(json_agg(f), '[]') from rows_found f) as found,
  (select coalesce(json_agg(s), '[]') from rows_sample s) as sample,
  (select coalesce(json_agg(json_build_object('term', term, 'count', holders)), '[]') from counted) as frequencies, ${IS_COMPLETE} as "isComplete"`,
  )
}

/** The text search query that finds the memories to rank: by rare words alone and by pairs of common words. All words count in the ranking. */
const byRarity = ({ fewestHolders }: CandidateParts) => `
terms_by_rarity as materialized (
  select query, holders, row_number() over rarest_first as position, sum(greatest(holders, ${fewestHolders})) over rarest_first as running
  from term_stats cross join size window rarest_first as (order by holders, nth, query::text rows unbounded preceding)
),
pairs as (
  select a.query && b.query as query, sum(a.holders * b.holders / memories) over (order by a.holders * b.holders, a.position, b.position rows unbounded preceding) as running
  from terms_by_rarity a join terms_by_rarity b on b.position > a.position cross join size
  where a.running > ${FOUND.byWords}
),
candidates as materialized (
  select string_agg('(' || query::text || ')', ' | ')::tsquery as query from (
    select query from terms_by_rarity where running <= ${FOUND.byWords}
    union all select query from pairs where running <= ${FOUND.byPairs}) parts
)`

const foundBy = ({ isSearched, matchesFilters, isFilteredLast }: CandidateParts, query: string, atMost: number) => {
  const isFound = `${isSearched('m')} and m.search @@ (${query})`
  const memories = isFilteredLast ? `(select * from memories m where ${isFound} offset 0) m where` : `memories m where ${isFound} and`
  return `select m.id, m.agent_row_id, m.session_id, m.seq, m.search from ${memories} ${matchesFilters('m')} limit ${atMost}`
}

/** Names of the CTEs that find memories by words of the query, in their order. */
const FOUND_BY = ['found_by_rare', 'found_by_pair', 'found_by_word', 'found_by_others'] as const

const countOf = (found: readonly string[]) => `(${found.map((each) => `(select count(*) from ${each})`).join(' + ')})`

/** True while too few memories are found by these, for example because of filters. */
const areTooFew = ({ limit }: CandidateParts, ...found: (typeof FOUND_BY)[number][]) => `${countOf(found)} < 2 * ${limit}`

/**
 * The memories that have words of the query; if there are too few of them also those with a pair of common words, then those with one, then those with any; and how
 * many have each term, at least.
 */
const counted = (parts: CandidateParts) => `
found_by_rare as materialized (${foundBy(parts, 'select query from candidates', FOUND.atMost)}),
common_pair as materialized (
  select query from pairs where running > ${FOUND.byPairs} and ${areTooFew(parts, 'found_by_rare')} order by running limit 1
),
found_by_pair as materialized (${foundBy(parts, 'select query from common_pair', FOUND.atMost)}),
common_words as materialized (select query, holders, position from terms_by_rarity where holders > 0 and running > ${FOUND.byWords}),
common_word as materialized (
  select query, position from common_words where ${areTooFew(parts, 'found_by_rare', 'found_by_pair')} order by position limit 1
),
found_by_word as materialized (${foundBy(parts, 'select query from common_word', FOUND.atMost)}),
other_words as materialized (
  select string_agg(query::text, ' | ')::tsquery as query, count(*) as words from common_words
  where position > (select position from common_word) and ${areTooFew(parts, 'found_by_rare', 'found_by_pair', 'found_by_word')}
  having sum(holders) <= ${MOST_HOLDERS}
),
found_by_others as materialized (${foundBy(parts, 'select query from other_words', FOUND.atMost)}),
found_exactly as materialized (${FOUND_BY.map((each) => `select * from ${each}`).join(' union ')}),
counted_terms as materialized (
  select t.term, t.query, greatest(t.holders, (select count(*) from found_exactly f where f.search @@ t.query)) as holders from term_stats t
)`

/** True when all memories with any word of the query were found. */
const IS_COMPLETE = `(
  (select count(*) from common_words) = (select count(*) from common_word) + (select coalesce(sum(words), 0) from other_words)
  and greatest(${FOUND_BY.map((each) => countOf([each])).join(', ')}) < ${FOUND.atMost} and ${countOf(['found_similar'])} < ${FOUND.byPairs})`

/** Terms of the agent that look like a rare word of the query, contain it or are a part of it. */
const similar = (parts: CandidateParts) => `
rare_words as materialized (
  select w.word from unnest(${parts.parameters.words}, ${parts.parameters.wordTerms}) as w (word, term) left join counted_terms t on t.term = w.term
  where ${parts.hasVocabulary} group by w.word having coalesce(sum(t.holders), 0) <= ${RARE}
),
similar_terms as materialized (
  select l.word as term, memanto_word(l.word) as query from rare_words r cross join lateral (
    select w.word from memory_words w where ${parts.isSearched('w')}
      and (w.word % r.word or w.word like '%' || replace(replace(replace(r.word, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')
    group by w.word order by similarity(w.word, r.word) desc, w.word limit ${SIMILAR_PER_WORD}) l
  union
  select w.word, memanto_word(w.word) from memory_words w
  where exists (select from rare_words) and ${parts.isSearched('w')} and w.word = any (${parts.parameters.parts})
),
found_similar as materialized (${foundBy(parts, "select string_agg(query::text, ' | ')::tsquery from similar_terms", FOUND.byPairs)})`

const best = ({ ranked }: CandidateParts) => `
found as materialized (select * from found_exactly union select * from found_similar),
counted as materialized (
  select term, query, holders, 1::float8 as weight from counted_terms
  union all
  select s.term, s.query, (select count(*) from found f where f.search @@ s.query), ${SIMILAR_WEIGHT}::float8
  from similar_terms s where s.term not in (select term from counted_terms)
),
weights as materialized (
  select w.query, w.weight * ln(1 + greatest(0, n.memories - w.holders + 0.5) / (w.holders + 0.5)) as value from counted w cross join size n
),
best as materialized (
  select *, row_number() over (order by value desc, seq desc) as place from (
    select f.id, f.agent_row_id, f.session_id, f.seq, sum(w.value) as value
    from found f cross join weights w where f.search @@ w.query
    group by f.id, f.agent_row_id, f.session_id, f.seq order by value desc, f.seq desc limit ${ranked}) valued
)`

const neighborsOf = (place: string) =>
  `select m.id from memories m where m.team_id = $1::uuid and m.agent_row_id = b.agent_row_id and m.session_id = b.session_id and ${place} limit ${NEIGHBORS}`

const near = (parts: CandidateParts) => `
near as (
  select id from best
  union
  select n.id from best b cross join lateral (
    (${neighborsOf('m.seq < b.seq order by m.seq desc')}) union all (${neighborsOf('m.seq > b.seq order by m.seq')})) n
  where b.place <= ${parts.withNeighbors}
),
rows_found as (${rowsOf(parts, 'near')}),
rows_sample as (${rowsOf(parts, 'sample')})`

/** One by one: the planner would rather read the whole table than believe how few there are. */
const rowsOf = ({ columns, isShown }: CandidateParts, ids: string) =>
  `select r.* from ${ids} i cross join lateral (select ${columns('m')} from memories m
    where m.team_id = $1::uuid and m.id = i.id and ${isShown('m')} limit 1) r`
