import { listRecallingSessions, RECALLS_SEARCHED } from '../../db/memory-recalls'
import type { Memory } from '../../db/schema'
import { dbFor, type Principal } from '../auth/principal'
import { rfc3339 } from '../time'

export { RECALLS_SEARCHED }

const SESSIONS_SHOWN = 5

/** Returns the sessions that recalled a memory last, and how many were found among the latest sessions of its agent. */
export async function readRecallingSessions(principal: Principal<'memories:read'>, memory: Memory) {
  const rows = await listRecallingSessions(dbFor(principal), memory, SESSIONS_SHOWN)
  const sessions = rows.map(({ session_id, recalls, last_at, event_id }) => ({
    sessionId: session_id,
    recalls,
    lastAt: rfc3339(last_at),
    eventId: Number(event_id),
  }))
  return { sessions, found: rows[0]?.found ?? 0 }
}
