import { CompiledQuery } from 'kysely'
import { CALL_SESSION_COLUMNS, type CallRow, type CallSession, callSessionOf } from './call-session'
import { addToCounters, addToTimeline, isRecallable, NOW } from './fragments'
import { type IndexRow, indexColumns, OLDEST_RUNNING } from './index-rows'
import { memoryColumns } from './memory-columns'
import { joinUse, type MemoryUse, USE_COLUMNS } from './memory-uses'
import { type Choice, type ChosenMemories, type MemoryVersion, MOST_CHANGES, NOT_KEPT } from './recall-choice'
import { hasStatus } from './recall-search'
import type { AgentKey, Db, Memory } from './schema'
import { type AuthorizationRequest, authorizationValues, CLIENT_ADDRESS, sessionAuthorization } from './session-authorization'
import { hotStatement } from './statement-hooks'

/** SQL of the parameters of a choice, numbered from `first` on. */
const parametersFrom = (first: number) => {
  const parameter = (nth: number, type: string) => `$${first + nth}::${type}`
  return {
    chosenIds: parameter(0, 'text[]'),
    chosenTxids: parameter(1, 'xid8[]'),
    since: parameter(2, 'xid8'),
    keptFrom: parameter(3, 'text'),
    knownIds: parameter(4, 'text[]'),
    knownTxids: parameter(5, 'xid8[]'),
    mustBeCurrent: parameter(6, 'boolean'),
    analysis: parameter(7, 'smallint'),
    // A parameter, because the planner then expects few rows: with many it would make a new plan for each call.
    atMost: parameter(8, 'integer'),
    statuses: parameter(9, 'text[]'),
  }
}

const choiceValues = ({ chosen, since, keptFrom, known, mustBeCurrent, analysis, statuses }: Choice): unknown[] => [
  chosen.map(({ id }) => id),
  chosen.map(({ txid }) => txid),
  since,
  keptFrom,
  known.map(({ id }) => id),
  known.map(({ txid }) => txid),
  mustBeCurrent,
  analysis,
  MOST_CHANGES + 1,
  statuses,
]

/**
 * Returns the CTEs that fetch chosen memories and find out whether the index that chose them was up to date. They follow a CTE `authorized` with
 * the agent_row_id, or without a row when nothing may be read. `answered` has its row when the choice is the answer. The chosen memories get more
 * columns, of what is joined to them.
 */
function chosenMemories(p: ReturnType<typeof parametersFrom>, { columns, join } = { columns: '', join: '' }): string {
  const ofAgent = (row: string) => `${row}.team_id = $1::uuid and ${row}.agent_row_id = (select agent_row_id from authorized)`
  // The upper bound tells the planner that there are few.
  const isSince = (row: string) => `${row}.txid >= ${p.since} and ${row}.txid <= '${NOT_KEPT.since}'::xid8`
  // Postgres hashes this list. It would compare each row with each of a join, since it expects few: while a transaction of another client lasts, there may be thousands.
  const isUnknown = (id: string, row: string) =>
    `(${id}, ${row}.txid) not in (select k.id, k.txid from unnest(${p.knownIds}, ${p.knownTxids}) as k (id, txid))`
  // An import may use the id of a purged memory again. An index stores one change per memory: here that of the new row, not the deletion.
  const existsAgain = `select from memories m where ${ofAgent('m')} and m.id = d.memory_id`
  // In an earlier copy of the database, such as a replica that took over, new transactions get numbers that the index took for ended ones.
  const isKnownTime = `(${p.since} <= pg_snapshot_xmin(pg_current_snapshot()) or ${p.since} = '${NOT_KEPT.since}'::xid8)`
  return `
changed as materialized (
  (select m.id, m.txid, not ${isRecallable('m')} as is_deleted from memories m
    where ${ofAgent('m')} and ${isSince('m')} and (${isRecallable('m')} or ${p.since} > '0'::xid8) and ${isUnknown('m.id', 'm')} limit ${p.atMost})
  union all
  (select d.memory_id, d.txid, true from memory_deletions d
    where ${ofAgent('d')} and ${isSince('d')} and ${p.since} > '0'::xid8 and ${isUnknown('d.memory_id', 'd')}
      and not exists (${existsAgain}) limit ${p.atMost})
),
state as materialized (
  select ${OLDEST_RUNNING} as since, k.txid::text as kept_from, n.changes,
    coalesce(${p.since} = '0'::xid8 or k.txid <= ${p.since} or k.txid::text = ${p.keptFrom}, true) and ${isKnownTime} as is_valid
  from (select count(*) as changes from changed) n
  left join (select a.deletions_kept_from as txid from agents a where a.team_id = $1::uuid and a.id = (select agent_row_id from authorized)) k on true
),
chosen as materialized (
  select ${memoryColumns('m')}${columns}, c.position
  from unnest(${p.chosenIds}, ${p.chosenTxids}) with ordinality as c (id, txid, position)
  cross join lateral (select * from memories m where m.team_id = $1::uuid and m.id = c.id limit 1) m ${join}
  where m.txid = c.txid and m.agent_row_id = (select agent_row_id from authorized) and ${hasStatus('m', p.statuses)}
),
answered as materialized (
  select a.* from authorized a cross join state s
  where s.is_valid and (s.changes = 0 or not ${p.mustBeCurrent}) and (select count(*) from chosen) = cardinality(${p.chosenIds})
),
stored as materialized (
  select ${indexColumns(p.analysis)}
  from (select id from changed where not is_deleted and (select changes < ${p.atMost} from state) and not exists (select from answered) limit ${p.atMost}) c
  cross join lateral (select * from memories m where m.team_id = $1::uuid and m.id = c.id limit 1) m
),
expired as materialized (
  select m.id from memories m where ${ofAgent('m')} and m.status = 'active' and m.expires_at <= ${NOW} and not exists (select from answered) limit ${p.atMost}
)`
}

const RESULT = `exists (select from answered) as state_is_answer, s.since as state_since, s.kept_from as state_kept_from, s.is_valid as state_is_valid,
  s.changes as state_changes, (select json_agg(t) from stored t) as state_stored,
  (select json_agg(json_build_object('id', c.id, 'txid', c.txid::text)) from changed c where c.is_deleted and not exists (select from answered)) as state_deleted,
  (select json_agg(e.id) from expired e) as state_expired,
  chosen.*`

const IN_SESSION = parametersFrom(11)
/** Of a choice that is the answer, all are returned. */
const EVENT = {
  amount: `cardinality(${IN_SESSION.chosenIds})`,
  memoryIds: `nullif(${IN_SESSION.chosenIds}, '{}')`,
  address: CLIENT_ADDRESS,
}

const RECALL = hotStatement(
  'recall',
  `with ${sessionAuthorization({ lock: true })}, ${chosenMemories(IN_SESSION)},
used as (${addToCounters({ retrieved: EVENT.amount, recalls: '1' }, 'answered')}),
event as (${addToTimeline('recalled', EVENT, 'answered')})
select ${CALL_SESSION_COLUMNS}, ${RESULT} from verdict v cross join state s left join chosen on exists (select from answered) order by chosen.position`,
)

type ResultRow<Chosen extends Memory = Memory> = Chosen & {
  state_is_answer: boolean
  state_since: string
  state_kept_from: string | null
  state_is_valid: boolean
  state_changes: number
  state_stored: IndexRow[] | null
  state_deleted: MemoryVersion[] | null
  state_expired: string[] | null
}

/**
 * Returns and counts the chosen memories if the choice is right, else what changed in the agent's memories. Undefined when there is no such session;
 * the `refusal` of the session says whether the call is authorized. One round trip.
 */
export async function recallChosen(
  db: Db,
  request: AuthorizationRequest,
  choice: Choice,
): Promise<{ session: CallSession; found: ChosenMemories } | undefined> {
  const values = [...authorizationValues(request), ...choiceValues(choice)]
  const { rows } = await db.executeQuery<ResultRow & CallRow>(CompiledQuery.raw(RECALL, values))
  const session = callSessionOf(rows[0])
  return session && { session, found: resultOf(rows) }
}

const LIST = hotStatement(
  'list_chosen',
  `with authorized as (select $2::uuid as agent_row_id), ${chosenMemories(parametersFrom(3), { columns: `, ${USE_COLUMNS}`, join: joinUse('m') })}
select ${RESULT} from state s left join chosen on exists (select from answered) order by chosen.position`,
)

/** Returns chosen memories of an agent as `recallChosen` does, without counting them, and with how often recalls returned them. */
export async function listChosen(db: Db, agent: AgentKey, choice: Choice): Promise<ChosenMemories<Memory & MemoryUse>> {
  const { rows } = await db.executeQuery<ResultRow<Memory & MemoryUse>>(
    CompiledQuery.raw(LIST, [agent.team_id, agent.id, ...choiceValues(choice)]),
  )
  return resultOf(rows)
}

function resultOf<Chosen extends Memory>(rows: ResultRow<Chosen>[]): ChosenMemories<Chosen> {
  const [first] = rows
  if (first === undefined) throw new Error('The statement of a recall returned no row.')
  return {
    isAnswer: first.state_is_answer,
    memories: first.id == null ? [] : rows,
    since: first.state_since,
    keptFrom: first.state_kept_from ?? '',
    isIndexValid: first.state_is_valid,
    changeCount: first.state_changes,
    stored: first.state_stored ?? [],
    deleted: first.state_deleted ?? [],
    expired: first.state_expired ?? [],
  }
}
