import { knownFrom, NOW } from './fragments'
import { happenedAt } from './index-rows'
import { memoryColumns, storedColumns } from './memory-columns'
import { CALL_PARAMETERS, COUNT_CHOSEN, type Recalled, type RecallFilters, readRecalled, searchValues } from './recall-search'
import type { Db } from './schema'
import { type AuthorizationRequest, authorizationValues, sessionAuthorization } from './session-authorization'
import { hotStatement } from './statement-hooks'

/** Whether the latest memories are recalled, those that were known at a time, or those stored or changed since a time. */
export type TimeMode = 'recent' | 'as_of' | 'changed_since'

/** The position of a page of memories by time: after the memory with this time and number. */
export interface TimePosition {
  time: Date
  seq: number
}

const AFTER = { time: `${CALL_PARAMETERS.next(1)}::timestamptz`, seq: `${CALL_PARAMETERS.next(2)}::bigint` }
/** The position before the first memory. */
const BEFORE_ALL = ['infinity', '9223372036854775807']

const isAfter = (time: string) => `(${time}, m.seq) < (${AFTER.time}, ${AFTER.seq})`

/** One memory more than requested is read to find out whether there are more. It is neither returned nor counted. */
const LIMIT_PLUS_ONE = `${CALL_PARAMETERS.limit} + 1`

const ofAgent = (now = NOW) =>
  `m.team_id = $1::uuid and m.agent_row_id = (select agent_row_id from authorized) and ${CALL_PARAMETERS.matchesFilters('m', now)}`

const OF_AGENT = ofAgent()

/** `now` is the time whose status the memories show. */
const inOrder = (time: string, memories: string, now = NOW) => `
candidates as materialized (
  select ${memoryColumns('m', now)}, null::float8 as score, row_number() over (order by ${time} desc, m.seq desc) as position
  from (select * from (${memories}) m order by ${time} desc, m.seq desc limit ${LIMIT_PLUS_ONE}) m
),
chosen as materialized (
  select c.*, (select count(*) from candidates) > ${CALL_PARAMETERS.limit} as has_more from candidates c where position <= ${CALL_PARAMETERS.limit}
)`

const NEWEST = inOrder(
  happenedAt('m'),
  `select * from memories m where ${OF_AGENT} and ${happenedAt('m')} <= ${CALL_PARAMETERS.at} and ${isAfter(happenedAt('m'))}`,
)

const AT = CALL_PARAMETERS.at

/** The time whose status a memory shows: of one that was stored after the time asked for, the present time. */
const STATUS_AT = `case when m.created_at > ${AT} then ${NOW} else ${AT} end`

const knownIn = (table: 'memories' | 'memory_versions', isKnown: string) => `
    (select ${storedColumns('m')} from ${table} m where ${ofAgent(STATUS_AT)} and ${isKnown} and ${isAfter(happenedAt('m'))}
      order by ${happenedAt('m')} desc, m.seq desc limit ${LIMIT_PLUS_ONE})`

/**
 * What was known at a time: the versions that memories had then, and of memories that were stored later those of what had happened by then, as they are
 * now. What was still to happen then, which is little, has an index of its own.
 */
const KNOWN = inOrder(
  happenedAt('m'),
  [
    knownIn('memories', `${happenedAt('m')} <= ${AT} and (${knownFrom('m')} <= ${AT} or m.created_at > ${AT})`),
    knownIn('memories', `m.occurred_at > m.created_at and m.occurred_at > ${AT} and ${knownFrom('m')} <= ${AT}`),
    knownIn('memory_versions', `m.known_from <= ${AT} and ${AT} < m.known_until`),
  ].join(' union all '),
  STATUS_AT,
)

/** The memories stored or changed after a time. Those that were changed, of which there are few, have an index of their own. */
const CHANGED = inOrder(
  'm.updated_at',
  `select * from (
    (select * from memories m where ${OF_AGENT} and m.created_at > ${CALL_PARAMETERS.at} and not m.updated_at > m.created_at and ${isAfter('m.created_at')}
      order by m.created_at desc, m.seq desc limit ${LIMIT_PLUS_ONE})
    union all
    (select * from memories m where ${OF_AGENT} and m.updated_at > ${CALL_PARAMETERS.at} and m.updated_at > m.created_at and ${isAfter('m.updated_at')}
      order by m.updated_at desc, m.seq desc limit ${LIMIT_PLUS_ONE})
  ) changed`,
)

const RECALL_NEWEST = hotStatement('recall_newest', `with ${sessionAuthorization({ lock: true })}, ${NEWEST}, ${COUNT_CHOSEN}`)
const RECALL_KNOWN = hotStatement('recall_known', `with ${sessionAuthorization({ lock: true })}, ${KNOWN}, ${COUNT_CHOSEN}`)
const RECALL_CHANGED = hotStatement('recall_changed', `with ${sessionAuthorization({ lock: true })}, ${CHANGED}, ${COUNT_CHOSEN}`)

const STATEMENTS: Record<TimeMode, string> = { recent: RECALL_NEWEST, as_of: RECALL_KNOWN, changed_since: RECALL_CHANGED }

/** A recall by time. */
export interface TimeSearch extends RecallFilters {
  mode: TimeMode
  /** The time of `as_of` and `changed_since`; null for `recent`. */
  at: Date | null
  after: TimePosition | null
}

/** Returns and counts a page of the memories by time, newest or latest change first, with the position of the next page. Undefined when there is no such session. */
export async function recallByTime(
  db: Db,
  request: AuthorizationRequest,
  search: TimeSearch,
): Promise<(Recalled & { next: TimePosition | null }) | undefined> {
  const { mode, at, after } = search
  const from = after === null ? BEFORE_ALL : [after.time, after.seq]
  const page = await readRecalled(db, STATEMENTS[mode], [...authorizationValues(request), ...searchValues(at, search), ...from])
  const last = page?.memories.at(-1)
  if (page === undefined || !last?.has_more) return page && { ...page, next: null }
  return { ...page, next: { time: mode === 'changed_since' ? last.updated_at : (last.occurred_at ?? last.created_at), seq: last.seq } }
}
