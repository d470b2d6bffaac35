import type { Among, CandidateParts } from './candidate-parts'
import { best, near, weights } from './candidate-ranking-sql'
import { ONE_ERROR_UP_TO, RARE_WORD_MEMORIES } from './constants'
import { hotStatement } from './statement-hooks'

/** About how many memories are found by rare words, by pairs of common words, and at most by either. */
const FOUND = { byWords: 1000, byPairs: 500, atMost: 2500 }
/** Where fewer memories are found by rarer words, common ones are searched, too. */
const ENOUGH = 200
/** Common words are looked up together where they are in no more memories. */
const MOST_HOLDERS = 20_000
/** One of the most common words of a language is left out if it is in so many memories: see `isFrequentStopWord` of the ranking. */
const FREQUENT = { atLeast: 3, atMost: 1000, part: 0.25 }
/** So many words of a query are compared with those of the memories, and for so many words that are like them memories are looked up. */
const COMPARED = { words: 16, similar: 500 }
/** A compound is looked for in agents of which this part of the memories, as far as the sample says, is in a language with compounds. */
const COMPOUNDING_PART = 0.1

/** The statement that finds the memories that may match a query best, with what is needed to rank them. */
export function candidateStatement(name: string, parts: CandidateParts): string {
  const found = isAllFound('found')
  return hotStatement(
    name,
    `with ${parts.statistics}, ${byRarity(parts)}, ${byWords('found', 'true', parts)}, ${counted}, ${similar(parts)}, ${allFound('found', parts)},
${byWords('shown', `${parts.isFiltered} and not ${found}`, parts)}, ${similarShown(parts)}, ${allFound('shown', parts)},
${weights}, ${best('found', parts)}, ${best('shown', parts)}, ${near(parts)}
select (select memories from size) as size, (select coalesce(json_agg(f), '[]') from rows_found f) as found,
  (select coalesce(json_agg(s), '[]') from rows_sample s) as sample,
  (select coalesce(json_agg(json_build_object('term', term, 'count', holders)), '[]') from frequencies) as frequencies,
  (${found} or ${parts.isFiltered} and ${isAllFound('shown')}) and not ${hasOldTerms(parts)} as "isComplete"`,
  )
}

/** Whether a memory has terms of an earlier version of the analysis, under which it may not be found. Once maintenance replaced all of a team, its row says so. */
const hasOldTerms = ({ isSearched, parameters: { analysis } }: CandidateParts) =>
  `(exists (select from teams t where t.id = $1::uuid and t.analysis < ${analysis}) and exists (select from memories m where ${isSearched('m')} and m.analysis < ${analysis}))`

/** The text search query that finds the memories to rank: by rare words alone and by pairs of common words. All words count in the ranking. */
const byRarity = ({ fewestHolders, parameters }: CandidateParts) => `
terms_by_rarity as materialized (
  select query, holders, term = any (${parameters.stopTerms}) and holders > greatest(${FREQUENT.atLeast}, least(${FREQUENT.atMost}, ${FREQUENT.part} * memories)) as is_stop,
    row_number() over rarest_first as position,
    sum(greatest(holders, ${fewestHolders})) over rarest_first as running
  from term_stats cross join size window rarest_first as (order by holders, nth, query::text rows unbounded preceding)
),
pairs as (
  select a.query && b.query as query, sum(a.holders * b.holders / memories) over (order by a.holders * b.holders, a.position, b.position rows unbounded preceding) as running
  from terms_by_rarity a join terms_by_rarity b on b.position > a.position cross join size
  where a.running > ${FOUND.byWords} and not a.is_stop and not b.is_stop
),
candidates as materialized (
  select string_agg('(' || query::text || ')', ' | ')::tsquery as query from (
    select query from terms_by_rarity where running <= ${FOUND.byWords}
    union all select query from pairs where running <= ${FOUND.byPairs}) parts
),
common_words as materialized (select query, holders, position from terms_by_rarity where holders > 0 and running > ${FOUND.byWords} and not is_stop)`

const foundBy = ({ isSearched, isRanked, isShown, isFilteredLast }: CandidateParts, among: Among, query: string, atMost: number) => {
  const isFound = `${isSearched('m')} and m.search @@ (${query})`
  const memories = isFilteredLast ? `(select * from memories m where ${isFound} offset 0) m where` : `memories m where ${isFound} and`
  const filters = among === 'found' ? isRanked('m') : `${isRanked('m')} and ${isShown('m')}`
  return `select m.id, m.agent_row_id, m.session_id, m.seq, m.search from ${memories} ${filters} limit ${atMost}`
}

/** What memories are found by, in this order. */
const FOUND_BY = ['rare', 'pair', 'word', 'others'] as const

const countOf = (ctes: readonly string[]) => `(${ctes.map((each) => `(select count(*) from ${each})`).join(' + ')})`

/**
 * The memories that have words of the query; if there are too few of them also those with a pair of common words, then those with one, then those with any. None
 * unless the condition holds.
 */
function byWords(among: Among, condition: string, parts: CandidateParts): string {
  const by = (query: string, atMost = FOUND.atMost) => foundBy(parts, among, query, atMost)
  const areTooFew = (...found: (typeof FOUND_BY)[number][]) =>
    `${condition} and ${countOf(found.map((each) => `${among}_by_${each}`))} < ${ENOUGH}`
  return `
${among}_by_rare as materialized (${by(`select query from candidates where ${condition}`)}),
${among}_pair as materialized (select query from pairs where running > ${FOUND.byPairs} and ${areTooFew('rare')} order by running limit 1),
${among}_by_pair as materialized (${by(`select query from ${among}_pair`)}),
${among}_word as materialized (select query, position from common_words where ${areTooFew('rare', 'pair')} order by position limit 1),
${among}_by_word as materialized (${by(`select query from ${among}_word`)}),
${among}_others as materialized (
  select string_agg(query::text, ' | ')::tsquery as query from common_words
  where position > (select position from ${among}_word) and ${areTooFew('rare', 'pair', 'word')}
  having sum(holders) <= ${MOST_HOLDERS}
),
${among}_by_others as materialized (${by(`select query from ${among}_others`)}),
${among}_exactly as materialized (${FOUND_BY.map((each) => `select * from ${among}_by_${each}`).join(' union ')})`
}

/** How many memories have each term, at least. */
const counted = `
counted_terms as materialized (
  select t.term, t.query, greatest(t.holders, (select count(*) from found_exactly f where f.search @@ t.query)) as holders from term_stats t
)`

const maxErrors = (word: string) => `case when char_length(${word}) <= ${ONE_ERROR_UP_TO} then 1 else 2 end`

/**
 * Terms of the memories that look like a rare word of the query, contain it or are a part of it; and the memories that have them. What is null finds nothing.
 * A word that may be in compounds is also looked for at their beginnings and ends when it is not rare.
 */
const similar = (parts: CandidateParts) => `
sought_words as materialized (
  select w.word, coalesce(sum(t.holders), 0) as holders, min(w.nth) as nth,
    bool_or(w.compounds or w.pattern is not null and (
      select count(*) filter (where s.search @@ ${parts.parameters.compoundingTerms}::tsquery) >= ${COMPOUNDING_PART} * greatest(1, count(*)) from sample s)) as compounds
  from unnest(${parts.parameters.words}, ${parts.parameters.wordTerms}, ${parts.parameters.wordPatterns}, ${parts.parameters.wordsCompound})
    with ordinality as w (word, term, pattern, compounds, nth) left join counted_terms t on t.term = w.term
  group by w.word
),
rare_words as materialized (select * from sought_words where holders <= ${RARE_WORD_MEMORIES} or compounds order by nth),
compared_words as materialized (select * from rare_words where ${parts.hasVocabulary} order by nth limit ${COMPARED.words}),
similar_terms as materialized (
  select term, memanto_word(term) as query from (
    select l.word as term, max(l.likeness) as likeness from compared_words c
    join unnest(${parts.parameters.words}, ${parts.parameters.wordTerms}, ${parts.parameters.wordPatterns}) as w (word, term, pattern) on w.word = c.word
    cross join lateral (
      select v.word, similarity(v.word, w.term) as likeness from memory_words v where ${parts.hasWord('v')}
        and (v.word % (case when c.holders <= ${RARE_WORD_MEMORIES} then w.term end) and abs(char_length(v.word) - char_length(w.term)) <= ${maxErrors('w.term')}
          or v.word like w.pattern || '%' or v.word like '%' || w.pattern or v.word like (case when c.holders = 0 then '%' || w.pattern || '%' end))) l
    group by l.word
    union
    select v.word, 1 from compared_words c join unnest(${parts.parameters.partWords}, ${parts.parameters.parts}) as p (word, part) on p.word = c.word
    cross join lateral (select v.word from memory_words v where ${parts.hasWord('v')} and v.word = p.part limit 1) v) terms
  where term not in (select term from counted_terms)
  group by term order by max(likeness) desc, term limit ${COMPARED.similar}
),
found_similar as materialized (${foundBy(parts, 'found', "select string_agg(query::text, ' | ')::tsquery from similar_terms", FOUND.byPairs)}),
found_stop as materialized (${foundBy(parts, 'found', stopWords('true'), FOUND.atMost)}),
found as materialized (select * from found_exactly union select * from found_similar union select * from found_stop)`

/** The most common words of languages, which count only if no memory has anything else of the query. */
const stopWords = (condition: string) =>
  `select string_agg(query::text, ' | ')::tsquery from terms_by_rarity where is_stop and running > ${FOUND.byWords} and ${countOf(['found_exactly', 'found_similar'])} = 0 and ${condition}`

const similarShown = (parts: CandidateParts) => `
shown_similar as materialized (${foundBy(
  parts,
  'shown',
  `select string_agg(query::text, ' | ')::tsquery from similar_terms where ${parts.isFiltered} and not ${isAllFound('found')}`,
  FOUND.byPairs,
)}),
shown_stop as materialized (${foundBy(parts, 'shown', stopWords(`${parts.isFiltered} and not ${isAllFound('found')}`), FOUND.atMost)}),
shown as materialized (select * from shown_exactly union select * from shown_similar union select * from shown_stop)`

const isAllFound = (among: Among) => `(select is_all from all_${among})`

/** Whether all memories with a word of the query, or one like it, were found and are ranked. */
const allFound = (among: Among, { ranked }: CandidateParts) => `
all_${among} as materialized (
  select (exists (select from ${among}_others) or not exists (
      select from common_words c where c.position not in (select position from ${among}_word)))
    and greatest(${FOUND_BY.map((each) => countOf([`${among}_by_${each}`])).join(', ')}) < ${FOUND.atMost}
    and ${countOf([`${among}_stop`])} < ${FOUND.atMost} and ${countOf([`${among}_similar`])} < ${FOUND.byPairs} and ${countOf([among])} <= ${ranked}
    and ${countOf(['rare_words'])} = ${countOf(['compared_words'])} and ${countOf(['similar_terms'])} < ${COMPARED.similar} as is_all
)`
