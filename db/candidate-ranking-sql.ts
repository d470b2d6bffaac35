import type { Among, CandidateParts } from './candidate-parts'

/** How many memories before and after one that was found are ranked with it; so many are looked through for them. */
const NEIGHBORS = { taken: 3, lookedThrough: 30 }
/** A similar term counts for less than a word of the query, so that many memories with similar terms do not take the places of those with the word. */
const SIMILAR_WEIGHT = 0.5

/** How much each term counts. Of the terms that are like a word, which may be hundreds, those of a memory are looked up, and not the memories of each. */
export const weights = `
similar_in as materialized (
  select f.id, t.term, f.among from (select id, search, 'found' as among from found_similar union all select id, search, 'shown' from shown_similar) f
  cross join lateral unnest(f.search) l join similar_terms t on t.term = l.lexeme
),
frequencies as materialized (
  select term, holders from counted_terms union all select term, count(*) filter (where among = 'found') from similar_in group by term
),
weights as materialized (
  select f.term, c.query, ln(1 + greatest(0, n.memories - f.holders + 0.5) / (f.holders + 0.5)) as value
  from frequencies f left join counted_terms c on c.term = f.term cross join size n
),
average as materialized (select greatest(1, avg(length(search)))::float8 as length from sample),
similar_values as materialized (
  select s.id, ${SIMILAR_WEIGHT} * max(w.value) as value from similar_in s join weights w on w.term = s.term group by s.id
)`

/** About BM25 as the ranking has it: how much a word counts in a title, tag or content, for `ts_rank`, and how soon it counts no more in a long memory. */
const VALUE = { fields: '{0.33, 0.33, 0.67, 1}', ofRank: 4.93, base: 0.84, perLength: 0.36 }

/** The memories that are ranked: those with the most weight of words, as far as this is known without how often each is in the text, and without its session. */
export const best = (among: Among, { ranked }: CandidateParts) => `
best_${among} as materialized (
  select *, row_number() over (order by value desc, seq desc) as place from (
    select f.id, f.agent_row_id, f.session_id, f.seq, coalesce((select s.value from similar_values s where s.id = f.id), 0)
      + coalesce((select sum(w.value * r.rank / (r.rank + ${VALUE.base} + ${VALUE.perLength} * length(f.search) / average.length))
        from weights w cross join lateral (select ${VALUE.ofRank} * ts_rank('${VALUE.fields}', f.search, w.query) offset 0) as r (rank) where f.search @@ w.query), 0) as value
    from ${among} f cross join average order by value desc, f.seq desc limit ${ranked}) valued
)`

/** Those next to a memory in its session. Each is ranked only if it is of a status that is searched; not many others are passed over. */
const neighborsOf = ({ isRanked }: CandidateParts, place: string, order: 'asc' | 'desc') => `select m.id from (
    select m.* from memories m where m.team_id = $1::uuid and m.agent_row_id = b.agent_row_id and m.session_id = b.session_id and ${place}
    order by m.seq ${order} limit ${NEIGHBORS.lookedThrough}) m where ${isRanked('m')} order by m.seq ${order} limit ${NEIGHBORS.taken}`

const nearBest = (among: Among, parts: CandidateParts) => `
  select id, '${among}' as among from best_${among}
  union
  select n.id, '${among}' from best_${among} b cross join lateral (
    (${neighborsOf(parts, 'm.seq < b.seq', 'desc')}) union all (${neighborsOf(parts, 'm.seq > b.seq', 'asc')})) n
  where b.place <= ${parts.withNeighbors}`

export const near = (parts: CandidateParts) => `
near as (select id, bool_and(among = 'shown') as is_added from (${nearBest('found', parts)} union ${nearBest('shown', parts)}) n group by id),
rows_found as (${rowsOf('near', `${parts.columns}, i.is_added, ${parts.isShown('m')} as is_match`)}),
rows_sample as (${rowsOf('sample', parts.columns, parts.isRanked('m'))})`

/** One by one: the planner would rather read the whole table than believe how few there are. */
const rowsOf = (ids: string, columns: string, condition = 'true') =>
  `select r.* from ${ids} i cross join lateral (select ${columns} from memories m where m.team_id = $1::uuid and m.id = i.id and ${condition} limit 1) r`
