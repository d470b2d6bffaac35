import type { z } from 'zod'
import { SYSTEM_ACTOR } from '../../db/constants'
import type { Session } from '../../db/schema'
import type { SessionContext } from '../../db/session-authorization'
import type { TimelineEvent } from '../../db/session-events'
import type { SessionView } from '../../db/session-lists'
import { namespaceOf } from '../agents/rules'
import type { Identity } from '../auth/principal'
import { signSessionToken } from '../auth/session-token'
import { formatDuration, hoursBetween, remainingSeconds, rfc3339 } from '../time'
import type { Activation } from './activate'
import type { EndedSession } from './ending-audit'
import type { ExtendedSession } from './extend'
import { durationSeconds, endReasonOf, STATES, stateOf } from './rules'
import type { EXTENDED_SESSION, SESSION, SESSION_DETAIL, SESSION_INFO, SESSION_PAGE, SUMMARY } from './schemas'

interface AgentFields {
  agent_name: string
  pattern: string
  now: Date
}

/** What follows is added with Object.assign: a literal that spreads an object and adds fields takes about a microsecond for each of these. */
function commonFields(session: Session, { agent_name, pattern, now }: AgentFields) {
  const state = stateOf(session, now)
  const startedAt = rfc3339(session.started_at)
  return {
    session_id: session.id,
    agent_id: agent_name,
    namespace: namespaceOf(agent_name),
    pattern,
    status: STATES[state].status,
    created_at: startedAt,
    started_at: startedAt,
    expires_at: rfc3339(session.expires_at),
    time_remaining_seconds: state === 'active' ? remainingSeconds(session.expires_at, now) : 0,
    duration_hours: hoursBetween(session.started_at, session.expires_at),
    opened_by: openedBy(session),
  }
}

const openedBy = (session: Session) => ({ kind: session.opened_by_kind, id: session.opened_by_id, name: session.opened_by_name })

const tokenSession = ({ id, team_id, started_at, expires_at }: Session, agent_name: string) => ({
  id,
  team_id,
  agent_name,
  started_at,
  expires_at,
})

/** A session with a token that is signed for the caller: each caller that joins a session gets a token of its own. */
export async function presentActivation(
  { session, agent, reused, now }: Activation,
  { issuedTo }: Pick<Identity, 'issuedTo'>,
): Promise<z.infer<typeof SESSION>> {
  const named = { agent_name: agent.name, pattern: agent.pattern, now }
  const session_token = signSessionToken(tokenSession(session, agent.name), issuedTo)
  return Object.assign(commonFields(session, named), { session_token, reused })
}

/** An extended session with a token that carries the new expiry. */
export async function presentExtension(
  extended: ExtendedSession,
  { issuedTo }: Pick<Identity, 'issuedTo'>,
): Promise<z.infer<typeof EXTENDED_SESSION>> {
  const { session, agent, previousExpiresAt, hoursAdded, now } = extended
  return Object.assign(commonFields(session, { agent_name: agent.name, pattern: agent.pattern, now }), {
    session_token: signSessionToken(tokenSession(session, agent.name), issuedTo),
    reused: true,
    new_expires_at: rfc3339(session.expires_at),
    previous_expires_at: rfc3339(previousExpiresAt),
    hours_added: hoursAdded,
  })
}

export function presentSessionInfo(session: Session & AgentFields): z.infer<typeof SESSION_INFO> {
  return Object.assign(commonFields(session, session), {
    memories_stored: session.memories_stored,
    memories_retrieved: session.memories_retrieved,
    extensions: session.extensions,
    end_reason: endReasonOf(session, session.now),
  })
}

export function presentSummary({ session, agentName }: EndedSession): z.infer<typeof SUMMARY> {
  const seconds = Math.round(durationSeconds(session, session.expires_at))
  return {
    session_id: session.id,
    agent_id: agentName,
    status: 'inactive',
    started_at: rfc3339(session.started_at),
    created_at: rfc3339(session.started_at),
    ended_at: rfc3339(session.ended_at ?? session.expires_at),
    end_reason: session.end_reason ?? 'expired',
    opened_by: openedBy(session),
    ended_by: endedBy(session),
    duration_seconds: seconds,
    duration_hours: Math.round((seconds / 3600) * 100) / 100,
    duration: formatDuration(seconds),
    memories_stored: session.memories_stored,
    memories_created: session.memories_stored,
    memories_retrieved: session.memories_retrieved,
    recalls: session.recalls,
    first_used_at: session.first_used_at && rfc3339(session.first_used_at),
    last_used_at: session.last_used_at && rfc3339(session.last_used_at),
  }
}

const endedBy = ({ ended_by_kind, ended_by_id, ended_by_name }: Session) => ({
  kind: ended_by_kind ?? SYSTEM_ACTOR.kind,
  id: ended_by_id ?? SYSTEM_ACTOR.id,
  name: ended_by_name ?? SYSTEM_ACTOR.name,
})

/** An ended session as its summary, another as it stands, with what happened in it. */
export function presentSessionDetail({
  session,
  events: happened,
}: {
  session: SessionView
  events: TimelineEvent[]
}): z.infer<typeof SESSION_DETAIL> {
  const events = happened.map(({ at, kind, amount, by_kind, by_id, by_name, address, memory_ids }) => ({
    at: rfc3339(at),
    kind,
    amount,
    memory_ids: memory_ids ?? [],
    by: { kind: by_kind, id: by_id, name: by_name },
    address,
  }))
  return { ...presentSessionOnly(session), events }
}

/** An ended session as its summary, another as it stands. */
export const presentSessionOnly = (session: SessionView) =>
  session.ended_at === null ? presentSessionInfo(session) : presentSummary({ session, agentName: session.agent_name })

/** A page of sessions. */
export const presentSessionPage = ({
  shown,
  nextCursor,
}: {
  shown: SessionView[]
  nextCursor: string | null
}): z.infer<typeof SESSION_PAGE> => ({
  sessions: shown.map(presentSessionInfo),
  count: shown.length,
  next_cursor: nextCursor,
})

/** The session of a token. */
export const presentOwnSession = ({ session }: { session: SessionContext }): z.infer<typeof SESSION_INFO> => presentSessionInfo(session)
