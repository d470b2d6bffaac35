import type { Memory } from '../../db/schema'
import { findSession, type SessionView } from '../../db/session-lists'
import { listLatestStoredIn, listRecalledIn, listStoredIn, type RecalledPosition } from '../../db/session-memories'
import { dbFor, type Principal, requireScope } from '../auth/principal'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { sessionNotFound } from '../sessions/errors'
import type { SessionMemoryKind } from './rules'
import { withUses } from './uses'

interface PageInput {
  limit: number
  cursor?: string | undefined
}

type Reader = Principal<'memories:read'>

/** A memory that a session stored or recalled; `inSession` says how often and when its recalls returned it, null for what it stored. */
type SessionMemory = Memory & { inSession: { recalls: number; firstAt: Date; lastAt: Date } | null }

interface Page {
  shown: SessionMemory[]
  nextCursor: string | null
}

/** A page of the memories that a session stored or recalled. */
export type SessionMemories = Awaited<ReturnType<typeof listSessionMemories>>

/**
 * A page of the memories that a session stored, in order, or of those that it recalled, in the order of the first recall of each. Memories that were
 * deleted since are left out. @throws session_not_found, insufficient_scope
 */
export async function listSessionMemories(
  principal: Reader,
  { sessionId, kind, ...page }: PageInput & { sessionId: string; kind: SessionMemoryKind },
) {
  const session = (await findSession(dbFor(principal), principal.teamId, sessionId, principal.agentRowIds)) ?? sessionNotFound()
  const reader = requireScope(principal, 'sessions:read')
  const { shown, nextCursor } = await READ_PAGE[kind](reader, session, page)
  return { session, kind, shown: await withUses(reader, shown), nextCursor }
}

/** The memories that a session stored last and that are not deleted, the latest first. @throws session_not_found */
export async function listLatestOfSession(
  principal: Reader,
  { sessionId, limit }: { sessionId: string; limit: number },
): Promise<Memory[]> {
  const { teamId, agentRowIds } = principal
  const session = (await findSession(dbFor(principal), teamId, sessionId, agentRowIds)) ?? sessionNotFound()
  return listLatestStoredIn(dbFor(principal), session, limit)
}

async function readStored(reader: Reader, session: SessionView, { limit, cursor }: PageInput): Promise<Page> {
  const list = `stored in ${session.id}`
  const from = readCursor(reader.teamId, list, cursor)
  const rows = await listStoredIn(dbFor(reader), session, Number(from?.id ?? 0), limit + 1)
  const memories = rows.map((memory) => ({ ...memory, inSession: null }))
  return toPage(memories, limit, ({ created_at, seq }) => writeCursor(reader.teamId, list, { time: created_at, id: String(seq) }))
}

async function readRecalled(reader: Reader, session: SessionView, { limit, cursor }: PageInput): Promise<Page> {
  const list = `recalled in ${session.id}`
  const rows = await listRecalledIn(dbFor(reader), session, positionIn(readCursor(reader.teamId, list, cursor)?.id), limit + 1)
  const memories = rows.map(({ recalls, first_at, last_at, ...memory }) => ({
    ...memory,
    inSession: { recalls, firstAt: first_at, lastAt: last_at },
  }))
  return toPage(memories, limit, ({ inSession, event_id, position }) =>
    writeCursor(reader.teamId, list, { time: inSession.firstAt, id: `${event_id}.${position}` }),
  )
}

function positionIn(id = '0.0'): RecalledPosition {
  const [event_id = 0, position = 0] = id.split('.').map(Number)
  return { event_id, position }
}

const READ_PAGE = { stored: readStored, recalled: readRecalled } as const satisfies Record<SessionMemoryKind, unknown>
