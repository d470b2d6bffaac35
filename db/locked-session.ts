import { sessionCounters } from './fragments'
import { onlyRow } from './query-results'
import { type Statement, sendTogether, statement } from './round-trips'
import type { Session, Tx } from './schema'
import { hotStatement } from './statement-hooks'

/** What a session did so far. */
export type SessionUse = Pick<Session, 'memories_stored' | 'memories_retrieved' | 'recalls' | 'first_used_at' | 'last_used_at'>

/** A query of what a session did so far. */
export const selectUse = (sessionId: string) => `
select coalesce(c.stored, 0) as memories_stored, coalesce(c.retrieved, 0) as memories_retrieved, coalesce(c.recalls, 0) as recalls,
  c.first_used_at, c.last_used_at from (${sessionCounters('$1::uuid', sessionId)}) c`

const forCallers = (name: string, text: (isLimited: boolean) => string) => ({
  all: hotStatement(name, text(false)),
  limited: hotStatement(`${name}_limited`, text(true)),
})

/** A session, locked until the transaction ends as its agent is. */
export interface LockedSession {
  session: Session & { agent_name: string }
  /** What the session did so far, if it is open; exact, because every call in it has finished. */
  use: SessionUse
  /** The product's clock after these locks. */
  now: Date
}

/** Agents are locked before their sessions, always. */
const LOCK_AGENT_OF_SESSION = forCallers(
  'lock_agent_of_session',
  (isLimited) => `
select a.id from agents a where a.team_id = $1::uuid and a.id = (
  select s.agent_row_id from sessions s where s.team_id = $1::uuid and s.id = $2::text${isLimited ? ' and s.agent_row_id = any ($3::uuid[])' : ''}
) for no key update of a`,
)

const LOCK_SESSION = forCallers(
  'lock_session',
  (isLimited) => `
with session as materialized (
  select s.* from sessions s where s.team_id = $1::uuid and s.id = $2::text${isLimited ? ' and s.agent_row_id = any ($3::uuid[])' : ''} for update of s
)
select session.*, a.name as agent_name, memanto_now() as now
from session join agents a on a.team_id = $1::uuid and a.id = session.agent_row_id`,
)

const USE_OF_SESSION = hotStatement('session_use', selectUse('$2::text'))

/** Returns what a session that is locked did so far; exact, because every call in it has finished. One round trip. */
export async function readSessionUse(tx: Tx, { team_id, id }: Pick<Session, 'team_id' | 'id'>): Promise<SessionUse> {
  const [used] = await sendTogether(tx, statement<SessionUse>(USE_OF_SESSION, [team_id, id]))
  return onlyRow(used)
}

/** Locks a session of the team and its agent; undefined when there is none among the agents of `agentRowIds`, where these are not null. One round trip. */
export async function lockSession(tx: Tx, teamId: string, id: string, agentRowIds: string[] | null): Promise<LockedSession | undefined> {
  const callers = agentRowIds === null ? 'all' : 'limited'
  const values = [teamId, id, ...(agentRowIds === null ? [] : [agentRowIds])]
  const agent: Statement<{ id: string }> = statement(LOCK_AGENT_OF_SESSION[callers], values)
  const session: Statement<LockedSession['session'] & { now: Date }> = statement(LOCK_SESSION[callers], values)
  const [, [locked], used] = await sendTogether(tx, agent, session, statement<SessionUse>(USE_OF_SESSION, [teamId, id]))
  if (locked === undefined) return undefined
  const { now, ...rest } = locked
  return { session: rest, use: onlyRow(used), now }
}

const LOCK_SESSIONS = hotStatement(
  'lock_sessions',
  'select s.* from sessions s where s.team_id = $1::uuid and s.id = any ($2::text[]) and s.ended_at is null order by s.id for update of s',
)

const USE_OF_SESSIONS = hotStatement(
  'sessions_use',
  `select ids.id, used.*, clock.now from (select memanto_now() as now) clock cross join unnest($2::text[]) as ids (id)
   cross join lateral (${selectUse('ids.id')}) used`,
)

/** Locks those of the sessions of these ids that have not ended, in the order of their ids. Their agents must be locked. One round trip. */
export async function lockOpenSessions(tx: Tx, teamId: string, ids: string[]): Promise<{ session: Session; use: SessionUse; now: Date }[]> {
  const values = [teamId, ids]
  const uses: Statement<SessionUse & { id: string; now: Date }> = statement(USE_OF_SESSIONS, values)
  const [sessions, used] = await sendTogether(tx, statement<Session>(LOCK_SESSIONS, values), uses)
  const useById = new Map(used.map(({ id, now, ...use }) => [id, { use, now }]))
  return sessions.flatMap((session) => {
    const found = useById.get(session.id)
    return found === undefined ? [] : [{ session, ...found }]
  })
}
