import { CompiledQuery } from 'kysely'
import { hotStatement } from './client'
import type { LiveSession } from './memories'
import type { Db, Memory } from './schema'
import { countIn, GATE, type GateParameters, gateValues, RANDOM_SLOT } from './session-gate'

export interface RecallFilters {
  types: string[] | null
  /** All of these must be on a memory. */
  tags: string[] | null
  minConfidence: number | null
  createdAfter: Date | null
  createdBefore: Date | null
  limit: number
}

export type RankedMemory = Memory & { score: number | null }

export interface Recalled {
  session: LiveSession
  memories: RankedMemory[]
}

/** A word in more memories than this counts as common: it ranks what rarer words found, and finds nothing by itself. */
const COMMON = 2000
/** Part of a memory's score that its neighbours in the session get, measured on long conversations. */
const SPILL = 0.35

const FILTERED = `($11::text[] is null or m.type = any ($11)) and ($12::text[] is null or m.tags @> $12)
  and ($13::float8 is null or m.confidence >= $13) and ($14::timestamptz is null or m.created_at >= $14) and ($15::timestamptz is null or m.created_at <= $15)`

const TEXT = `(coalesce(m.title, '') || ' ' || m.content)`

const RANKING = `
terms as materialized (
  select ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery as term
  from unnest(tsvector_to_array(to_tsvector('english', $10))) as lexeme
),
rarity as materialized (
  select t.term, (select count(*) from (select from memories m where m.agent_id = a.agent_id and m.search @@ t.term limit ${COMMON + 1}) capped) as hits
  from terms t cross join place a
),
weighed as materialized (select term, hits, ln(1 + ${COMMON * 10}.0 / (1 + hits)) as weight from rarity where hits > 0),
finding as materialized (
  select string_agg(term::text, ' | ')::tsquery as query from weighed
  where hits <= ${COMMON} or not exists (select from weighed where hits <= ${COMMON})
),
found as materialized (
  select m.id, m.session_id, m.seq, (select sum(w.weight * ts_rank('{0.1, 0.4, 0.7, 1.0}', m.search, w.term)) from weighed w) as score
  from place a join memories m on m.agent_id = a.agent_id
  where m.search @@ (select query from finding) and ${FILTERED}
  limit 5000
),
best as materialized (select * from found order by score desc limit 200),
spilt as (
  select id, score from best
  union all
  select near.id, ${SPILL} * best.score from best cross join place a cross join lateral (
    (select m.id, m.type, m.tags, m.confidence, m.created_at from memories m where m.team_id = a.team_id and m.agent_id = a.agent_id
      and m.session_id = best.session_id and m.seq < best.seq order by m.seq desc limit 1)
    union all
    (select m.id, m.type, m.tags, m.confidence, m.created_at from memories m where m.team_id = a.team_id and m.agent_id = a.agent_id
      and m.session_id = best.session_id and m.seq > best.seq order by m.seq limit 1)
  ) near
),
ranked as materialized (select id, sum(score) as score from spilt group by id order by 2 desc, 1 limit $16),
alike as materialized (
  select m.id, max(word_similarity(word, ${TEXT})) / 100 as score
  from regexp_split_to_table(lower($10), '[^[:alnum:]]+') as word cross join place a
  join memories m on m.agent_id = a.agent_id and word <% ${TEXT}
  where length(word) > 2 and (select count(*) from ranked) < $16 and ${FILTERED} and m.id not in (select id from ranked)
  group by m.id order by 2 desc limit $16
),
chosen as materialized (
  select m.id, m.team_id, m.agent_id, m.session_id, m.seq, m.type, m.title, m.content, m.confidence, m.tags, m.source, m.provenance,
    m.created_at, m.updated_at, c.score
  from (select * from ranked union all select * from alike) c
  cross join place a join memories m on m.team_id = a.team_id and m.id = c.id
  where ${FILTERED} order by c.score desc, m.seq desc limit $16
)`

const RECORDED = `
used as (${countIn(RANDOM_SLOT, { retrieved: '(select count(*) from chosen)', recalls: '1' })}),
event as (
  insert into session_events (team_id, session_id, at, kind, amount, by_kind, by_id, address)
  select team_id, id, now, 'recalled', (select count(*) from chosen), case when $4 is null then 'person' else 'key' end, coalesce($4, $5::text), $17::text
  from live
)
select live.id as live_id, live.team_id as live_team_id, live.agent_id as live_agent_id, live.started_at, live.expires_at, live.renew_on_use, live.now,
  chosen.* from live left join chosen on true order by chosen.score desc, chosen.seq desc`

const RECALL = hotStatement('recall', `with ${GATE}, place as (select team_id, agent_id from live), ${RANKING}, ${RECORDED}`)

type Row = RankedMemory & LiveSession & { live_id: string; live_team_id: string; live_agent_id: string }

/** The memories that answer a query, best first, counted; undefined when the gate refuses. One round trip. */
export async function recallMemories(
  db: Db,
  gate: GateParameters,
  search: RecallFilters & { query: string; address: string | null },
): Promise<Recalled | undefined> {
  return answered(await ask(db, RECALL, [...gateValues(gate), searchable(search.query), ...filterValues(search), search.address]))
}

export type TimeMode = 'recent' | 'as_of' | 'changed_since'

const byTime = (condition: string, order: string) => `chosen as materialized (
  select m.id, m.team_id, m.agent_id, m.session_id, m.seq, m.type, m.title, m.content, m.confidence, m.tags, m.source, m.provenance,
    m.created_at, m.updated_at, extract(epoch from ${order})::float8 as score
  from live join memories m on m.team_id = live.team_id and m.agent_id = live.agent_id
  where ${condition} and ${FILTERED} order by ${order} desc, m.seq desc limit $16
)`

const BY_TIME = {
  recent: hotStatement('recall_recent', `with ${GATE}, ${byTime('$10::timestamptz is null', 'm.created_at')}, ${RECORDED}`),
  as_of: hotStatement('recall_as_of', `with ${GATE}, ${byTime('m.created_at <= $10::timestamptz', 'm.created_at')}, ${RECORDED}`),
  changed_since: hotStatement('recall_changed', `with ${GATE}, ${byTime('m.updated_at > $10::timestamptz', 'm.updated_at')}, ${RECORDED}`),
} as const satisfies Record<TimeMode, string>

/** The memories by time, newest (or latest change) first, counted; `at` is the moment of `as_of` and `changed_since`. */
export async function recallByTime(
  db: Db,
  gate: GateParameters,
  search: RecallFilters & { mode: TimeMode; at: Date | null; address: string | null },
): Promise<Recalled | undefined> {
  const recalled = answered(await ask(db, BY_TIME[search.mode], [...gateValues(gate), search.at, ...filterValues(search), search.address]))
  return recalled && { ...recalled, memories: recalled.memories.map((memory) => ({ ...memory, score: null })) }
}

async function ask(db: Db, statement: string, values: unknown[]): Promise<Row[]> {
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(statement, values))
  return rows
}

function answered(rows: Row[]): Recalled | undefined {
  const [first] = rows
  if (first === undefined) return undefined
  const { live_id: id, live_team_id: team_id, live_agent_id: agent_id, started_at, expires_at, renew_on_use, now } = first
  const session = { id, team_id, agent_id, started_at, expires_at, renew_on_use, now }
  return { session, memories: first.id === null ? [] : rows }
}

const filterValues = ({ types, tags, minConfidence, createdAfter, createdBefore, limit }: RecallFilters) => [
  types,
  tags,
  minConfidence,
  createdAfter,
  createdBefore,
  limit,
]

/** Postgres takes no null characters and no halves of surrogate pairs; as blanks they change no search. */
const searchable = (query: string) => query.toWellFormed().replaceAll('\0', ' ')

/** A page of an agent's memories for management, newest first, or by rank where there is a query. Counts nothing. */
export async function listMemories(
  db: Db,
  teamId: string,
  agentRowId: string,
  filters: RecallFilters & { query: string | null },
  from: { time: Date; id: string } | undefined,
): Promise<RankedMemory[]> {
  const statement = filters.query === null ? NEWEST : RANKED
  const values = [teamId, agentRowId, ...Array(7).fill(null), filters.query === null ? null : searchable(filters.query), ...filterValues(filters)]
  const paged = filters.query === null ? [...values, from?.time ?? null, from?.id ?? null] : values
  const { rows } = await db.executeQuery<RankedMemory>(CompiledQuery.raw(statement, paged))
  return rows
}

/** The gate's places are there, so that the fragments keep their numbers; it is not asked. */
const UNUSED = `unused as (select $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text)`
const PLACE = `place as (select $1::uuid as team_id, $2::uuid as agent_id)`
const RANKED = `with ${UNUSED}, ${PLACE}, ${RANKING} select * from chosen order by score desc, seq desc`
const NEWEST = `with ${UNUSED} select m.id, m.team_id, m.agent_id, m.session_id, m.seq, m.type, m.title, m.content, m.confidence, m.tags, m.source,
  m.provenance, m.created_at, m.updated_at, null::float8 as score
from memories m where m.team_id = $1::uuid and m.agent_id = $2::uuid and $10::text is null and ${FILTERED}
  and ($17::timestamptz is null or (m.created_at, m.id) < ($17, $18::text))
order by m.created_at desc, m.id desc limit $16`
