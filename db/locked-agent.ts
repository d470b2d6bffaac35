import { keyIsUsable } from './fragments'
import { type SessionUse, selectUse } from './locked-session'
import { onlyRow } from './query-results'
import { type Statement, sendTogether, statement } from './round-trips'
import type { Agent, Session, Team, Tx } from './schema'
import { hotStatement } from './statement-hooks'

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

/** The agents among which one is found: all of the team, those with the row ids, or that of a session. */
type Reach = { agentRowIds: string[] | null } | { ownSession: string }

type AgentToLock = Reach & {
  teamId: string
  agentName: string
  /** A key or a person of the team that must not lose access before the transaction ends. */
  access?: { kind: 'key' | 'person'; id: string }
  /** Reads what the session did so far. */
  withUse?: boolean
}

/** Conditions for the agent `a` by the reach of the caller, with the parameter $4 unless that is the whole team. */
const WITHIN = {
  all: '',
  limited: ' and a.id = any ($4::uuid[])',
  ofSession: ' and a.id = (select o.agent_row_id from sessions o where o.team_id = $1::uuid and o.id = $4::text)',
} as const

type Within = keyof typeof WITHIN

/** A condition for the agent `a`, with the parameters $1 to $3, and $4 unless the caller reaches all agents. */
const agentByName = (within: Within) =>
  `a.team_id = $1::uuid and lower(a.name) = $2::text and a.name = $3::text and a.deleted_at is null${WITHIN[within]}`

/** FOR SHARE, as in `sessionAuthorization`: FOR KEY SHARE can be granted in spite of the FOR UPDATE of a revocation. An update of the last use of a key and this lock wait for each other. */
const ACCESS = {
  key: (id: string) =>
    `select k.id from api_keys k where k.team_id = $1::uuid and k.id = ${id}::text and ${keyIsUsable('k')} for share of k`,
  person: (id: string) => `select m.person_id from memberships m where m.team_id = $1::uuid and m.person_id = ${id}::uuid for share of m`,
  none: () => 'select where true',
} as const

/** Locks the access and, if there still is one, the agent: activations, endings and deletions of one agent wait for each other; memories do not wait. */
const lockAgentText = (kind: keyof typeof ACCESS, within: Within) => `
with access as materialized (${ACCESS[kind](within === 'all' ? '$4' : '$5')}),
agent as materialized (
  select a.team_id, a.id, a.name, a.pattern from agents a where ${agentByName(within)} and exists (select from access) for no key update of a
)
select exists (select from access) as has_access, agent.* from (select) one left join agent on true`

/** The open session is a statement of its own, because it must see what the transactions wrote that the lock of the agent waited for. */
const lockOpenText = (within: Within) => `
with open as materialized (
  select s.* from sessions s where s.team_id = $1::uuid and s.ended_at is null
    and s.agent_row_id = (select a.id from agents a where ${agentByName(within)}) for update of s
)
select t.default_hours, t.life_cap_hours, t.renewal_grace_hours, t.renew_on_use, open.*, memanto_now() as now
from teams t left join open on true where t.id = $1::uuid`

/** The counters are the next statement, because they must see what the calls wrote that the lock of the session waited for. */
const openUseText = (within: Within) =>
  selectUse(`(select s.id from sessions s where s.team_id = $1::uuid and s.ended_at is null
    and s.agent_row_id = (select a.id from agents a where ${agentByName(within)}))`)

const forEachReach = (name: string, text: (within: Within) => string) => ({
  all: hotStatement(name, text('all')),
  limited: hotStatement(`${name}_limited`, text('limited')),
  ofSession: hotStatement(`${name}_in_session`, text('ofSession')),
})

const LOCK_AGENT = {
  key: forEachReach('lock_key_and_agent', (within) => lockAgentText('key', within)),
  person: forEachReach('lock_person_and_agent', (within) => lockAgentText('person', within)),
  none: forEachReach('lock_agent', (within) => lockAgentText('none', within)),
}
const LOCK_OPEN = forEachReach('lock_open_session', lockOpenText)
const OPEN_USE = forEachReach('open_session_use', openUseText)

type AccessAndAgentRow = { has_access: boolean } & { [Column in keyof LockedAgentRow]: LockedAgentRow[Column] | null }
type OpenRow = LockedAgent['policy'] & Session & { now: Date }

/** Locks an agent and its open session, and reads what decides about them. One round trip. */
export async function lockAgentAndSession(tx: Tx, request: AgentToLock): Promise<LockedAgent> {
  const { teamId, agentName, access, withUse = false } = request
  const [within, ...limit] = 'ownSession' in request ? (['ofSession', request.ownSession] as const) : limitedTo(request.agentRowIds)
  const values = [teamId, agentName.toLowerCase(), agentName, ...limit]
  const lock: Statement<AccessAndAgentRow> = statement(LOCK_AGENT[access?.kind ?? 'none'][within], access ? [...values, access.id] : values)
  const open: Statement<OpenRow> = statement(LOCK_OPEN[within], values)
  const use: Statement<SessionUse> = statement(OPEN_USE[within], values)
  const [locked, opened, used = []] = withUse ? await sendTogether(tx, lock, open, use) : await sendTogether(tx, lock, open)
  const { hasAccess, agent } = readLocked(onlyRow(locked))
  const { open: session, policy, now } = readOpen(onlyRow(opened))
  return { hasAccess, agent, open: session, use: used[0], policy, now }
}

const limitedTo = (agentRowIds: string[] | null) => (agentRowIds === null ? (['all'] as const) : (['limited', agentRowIds] as const))

function readLocked({ has_access, ...agent }: AccessAndAgentRow): Pick<LockedAgent, 'hasAccess' | 'agent'> {
  return { hasAccess: has_access, agent: agent.id === null ? undefined : (agent as LockedAgentRow) }
}

function readOpen(row: OpenRow): Pick<LockedAgent, 'open' | 'policy' | 'now'> {
  const { default_hours, life_cap_hours, renewal_grace_hours, renew_on_use, now, ...open } = row
  return { open: open.id === null ? undefined : open, policy: { default_hours, life_cap_hours, renewal_grace_hours, renew_on_use }, now }
}
