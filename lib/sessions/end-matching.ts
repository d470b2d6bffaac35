import { lockAgents } from '../../db/agents'
import type { Tx } from '../../db/schema'
import { endSessions, lockMatchingSessions } from '../../db/session-endings'
import type { SessionFilters } from '../../db/session-filters'
import { listSessions, type SessionView } from '../../db/session-lists'
import type { Principal } from '../auth/principal'
import { COUNTED_UP_TO } from '../bounded-count'
import type { RequestContext } from '../context'
import { idempotentTransaction } from '../idempotency'
import { recordEndings } from './ending-audit'
import { filtersOf, type SessionListFilters } from './read'

const BATCH = 100
/** One request ends no more; its result says that more are left. */
const MAX_ENDED = 5_000

/** What the person saw before saying yes: when, and how many (up to COUNTED_UP_TO). */
export interface SeenByUser {
  at: Date
  count: number
}

export interface EndedMatching {
  ended: number
  /** Of those seen, how many had ended or matched no longer. */
  others: number
  hasMore: boolean
}

interface Batch {
  listed: number
  ended: number
  last: SessionView | undefined
}

/** Ends all active sessions that match and were there when the person looked, batch by batch, each in a transaction of its own. */
export async function endMatchingSessions(
  principal: Principal<'sessions:write'>,
  input: SessionListFilters,
  seen: SeenByUser,
  note: string | undefined,
  context: RequestContext,
): Promise<EndedMatching> {
  const filters = onlyActive(filtersOf(principal, input), seen.at)
  if (filters === undefined) return { ended: 0, others: 0, hasMore: false }
  let listed = 0
  let ended = 0
  let last: SessionView | undefined
  do {
    const batch = await endBatch(principal, filters, last, note, context)
    listed += batch.listed
    ended += batch.ended
    last = batch.last
  } while (last !== undefined && listed < MAX_ENDED)
  const hasMore = last !== undefined
  const missing = hasMore || seen.count >= COUNTED_UP_TO ? 0 : seen.count - ended
  return { ended, others: Math.max(listed - ended, missing), hasMore }
}

/** Undefined where the filters ask for what is not active. */
function onlyActive(filters: SessionFilters, seenAt: Date): SessionFilters | undefined {
  const { status = 'active', startedTo } = filters
  if (status === 'inactive') return undefined
  return { ...filters, status, startedTo: startedTo && startedTo < seenAt ? startedTo : seenAt }
}

async function endBatch(
  principal: Principal<'sessions:write'>,
  filters: SessionFilters,
  after: SessionView | undefined,
  note: string | undefined,
  context: RequestContext,
): Promise<Batch> {
  const from = after && { time: after.started_at, id: after.id }
  return idempotentTransaction(principal, context, 'end matching sessions', { filters, from, note }, async (tx) => {
    const listed = await listSessions(tx, principal.teamId, filters, from, BATCH)
    const ended = listed.length === 0 ? 0 : await endListed(tx, principal, filters, listed, note, context)
    return { listed: listed.length, ended, last: listed.length < BATCH ? undefined : listed.at(-1) }
  })
}

/** With their agents locked, those that still match are ended; the others ended or changed on the way here. */
async function endListed(
  tx: Tx,
  principal: Principal<'sessions:write'>,
  filters: SessionFilters,
  listed: SessionView[],
  note: string | undefined,
  context: RequestContext,
): Promise<number> {
  const { teamId, actor } = principal
  await lockAgents(
    tx,
    teamId,
    listed.map((session) => session.agent_row_id),
  )
  const stillMatching = await lockMatchingSessions(
    tx,
    teamId,
    listed.map((session) => session.id),
    filters,
  )
  if (stillMatching.length === 0) return 0
  const ended = await endSessions(tx, teamId, stillMatching, {
    reason: 'revoked',
    by: actor,
    note: note ?? null,
    address: context.clientAddress,
  })
  const names = new Map(listed.map((session) => [session.id, session.agent_name]))
  await recordEndings(
    tx,
    principal,
    context,
    ended.map((session) => ({ session, agentName: names.get(session.id) ?? '' })),
  )
  return ended.length
}
