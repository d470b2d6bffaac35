import { keyIsUsable, sessionCounters } from './fragments'
import { onlyRow } from './query-results'
import { type Statement, sendTogether, statement } from './round-trips'
import type { Agent, Session, Team, Tx } from './schema'
import { hotStatement } from './statement-hooks'

/** What a session did so far. */
export type SessionUse = Pick<Session, 'memories_stored' | 'memories_retrieved' | 'recalls' | 'first_used_at' | 'last_used_at'>

/** An agent and its session, both locked until the transaction ends. */
export interface LockedAgent {
  /** False when the key or membership to lock as well gives no access any more. The agent is not locked then. */
  hasAccess: boolean
  /** Undefined when there is no such agent. */
  agent: LockedAgentRow | undefined
  /** The agent's session that has not ended, active or expired. */
  open: Session | undefined
  /** What that session did so far; exact, because every call in it has finished. Undefined unless it was requested. */
  use: SessionUse | undefined
  policy: Pick<Team, 'default_hours' | 'life_cap_hours' | 'renewal_grace_hours' | 'renew_on_use'>
  /** The product's clock after all of these locks. */
  now: Date
}

type LockedAgentRow = Pick<Agent, 'team_id' | 'id' | 'name' | 'pattern'>

interface AgentToLock {
  teamId: string
  agentName: string
  /** Row ids that the caller is limited to; null for all. */
  agentRowIds: string[] | null
  /** A key or a person of the team that must not lose access before the transaction ends. */
  access?: { kind: 'key' | 'person'; id: string }
  /** Reads what the session did so far. */
  withUse?: boolean
}

/** A condition for the agent `a`, with the parameters $1 to $3, and $4 when the caller is limited to certain agents. */
const agentByName = (isLimited: boolean) =>
  `a.team_id = $1::uuid and lower(a.name) = $2::text and a.name = $3::text and a.deleted_at is null${isLimited ? ' and a.id = any ($4::uuid[])' : ''}`

const ACCESS = {
  key: (id: string) =>
    `select k.id from api_keys k where k.team_id = $1::uuid and k.id = ${id}::text and ${keyIsUsable('k')} for key share of k`,
  person: (id: string) =>
    `select m.person_id from memberships m where m.team_id = $1::uuid and m.person_id = ${id}::uuid for key share of m`,
  none: () => 'select where true',
} as const

/** Locks the access and, if there still is one, the agent: activations, endings and deletions of one agent wait for each other; memories do not wait. */
const lockAgentText = (kind: keyof typeof ACCESS, isLimited: boolean) => `
with access as materialized (${ACCESS[kind](isLimited ? '$5' : '$4')}),
agent as materialized (
  select a.team_id, a.id, a.name, a.pattern from agents a where ${agentByName(isLimited)} and exists (select from access) for no key update of a
)
select exists (select from access) as has_access, agent.* from (select) one left join agent on true`

/** The open session is a statement of its own, because it must see what the transactions wrote that the lock of the agent waited for. */
const lockOpenText = (isLimited: boolean) => `
with open as materialized (
  select s.* from sessions s where s.team_id = $1::uuid and s.ended_at is null
    and s.agent_row_id = (select a.id from agents a where ${agentByName(isLimited)}) for update of s
)
select t.default_hours, t.life_cap_hours, t.renewal_grace_hours, t.renew_on_use, open.*, memanto_now() as now
from teams t left join open on true where t.id = $1::uuid`

/** The counters are the next statement, because they must see what the calls wrote that the lock of the session waited for. */
const openUseText = (isLimited: boolean) =>
  selectUse(`(select s.id from sessions s where s.team_id = $1::uuid and s.ended_at is null
    and s.agent_row_id = (select a.id from agents a where ${agentByName(isLimited)}))`)

/** A query of what a session did so far. */
const selectUse = (sessionId: string) => `
select coalesce(c.stored, 0) as memories_stored, coalesce(c.retrieved, 0) as memories_retrieved, coalesce(c.recalls, 0) as recalls,
  c.first_used_at, c.last_used_at from (${sessionCounters('$1::uuid', sessionId)}) c`

const forCallers = (name: string, text: (isLimited: boolean) => string) => ({
  all: hotStatement(name, text(false)),
  limited: hotStatement(`${name}_limited`, text(true)),
})

const LOCK_AGENT = {
  key: forCallers('lock_key_and_agent', (isLimited) => lockAgentText('key', isLimited)),
  person: forCallers('lock_person_and_agent', (isLimited) => lockAgentText('person', isLimited)),
  none: forCallers('lock_agent', (isLimited) => lockAgentText('none', isLimited)),
}
const LOCK_OPEN = forCallers('lock_open_session', lockOpenText)
const OPEN_USE = forCallers('open_session_use', openUseText)

type AccessAndAgentRow = { has_access: boolean } & { [Column in keyof LockedAgentRow]: LockedAgentRow[Column] | null }
type OpenRow = LockedAgent['policy'] & Session & { now: Date }

/** Locks an agent and its open session, and reads what decides about them. One round trip. */
export async function lockAgentAndSession(tx: Tx, request: AgentToLock): Promise<LockedAgent> {
  const { teamId, agentName, agentRowIds, access, withUse = false } = request
  const callers = agentRowIds === null ? 'all' : 'limited'
  const values = [teamId, agentName.toLowerCase(), agentName, ...(agentRowIds === null ? [] : [agentRowIds])]
  const lock: Statement<AccessAndAgentRow> = statement(
    LOCK_AGENT[access?.kind ?? 'none'][callers],
    access ? [...values, access.id] : values,
  )
  const open: Statement<OpenRow> = statement(LOCK_OPEN[callers], values)
  const use: Statement<SessionUse> = statement(OPEN_USE[callers], values)
  const [locked, opened, used = []] = withUse ? await sendTogether(tx, lock, open, use) : await sendTogether(tx, lock, open)
  return { ...readLocked(onlyRow(locked)), ...readOpen(onlyRow(opened)), use: used[0] }
}

function readLocked({ has_access, ...agent }: AccessAndAgentRow): Pick<LockedAgent, 'hasAccess' | 'agent'> {
  return { hasAccess: has_access, agent: agent.id === null ? undefined : (agent as LockedAgentRow) }
}

function readOpen(row: OpenRow): Pick<LockedAgent, 'open' | 'policy' | 'now'> {
  const { default_hours, life_cap_hours, renewal_grace_hours, renew_on_use, now, ...open } = row
  return { open: open.id === null ? undefined : open, policy: { default_hours, life_cap_hours, renewal_grace_hours, renew_on_use }, now }
}

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
