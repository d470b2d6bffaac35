import type { MemoryUse } from '../../db/memory-uses'
import type { Memory } from '../../db/schema'
import type { SessionView } from '../../db/session-lists'
import { listLatestStoredIn, listRecalledIn, listStoredIn, type RecalledPosition } from '../../db/session-memories'
import { dbFor, type Principal, requireScope } from '../auth/principal'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { sessionNotFound } from '../sessions/errors'
import type { SessionMemoryKind } from './rules'

interface PageInput {
  limit: number
  cursor?: string | undefined
}

type Reader = Principal<'memories:read'>

/** A memory that a session stored or recalled; `inSession` says how often and when its recalls returned it, null for what it stored. */
type SessionMemory = Memory & MemoryUse & { inSession: { recalls: number; firstAt: Date; lastAt: Date } | null }

/** A page of the memories that a session stored or recalled. */
export interface SessionMemories {
  session: SessionView
  kind: SessionMemoryKind
  shown: SessionMemory[]
  nextCursor: string | null
}

/**
 * A page of the memories that a session stored, in order, or of those that it recalled, in the order of the first recall of each. Memories that were
 * deleted since are left out. @throws session_not_found, insufficient_scope
 */
export async function listSessionMemories(
  principal: Reader,
  { sessionId, kind, ...page }: PageInput & { sessionId: string; kind: SessionMemoryKind },
): Promise<SessionMemories> {
  const found = await READ_PAGE[kind](principal, sessionId, page)
  requireScope(principal, 'sessions:read')
  return { kind, ...found }
}

/** The memories that a session stored last and that are not deleted, the latest first. @throws session_not_found */
export async function listLatestOfSession(
  principal: Reader,
  { sessionId, limit }: { sessionId: string; limit: number },
): Promise<Memory[]> {
  const { teamId, agentRowIds } = principal
  return ((await listLatestStoredIn(dbFor(principal), { teamId, sessionId, agentRowIds }, limit)) ?? sessionNotFound()).rows
}

type Page = Omit<SessionMemories, 'kind'>

async function readStored(reader: Reader, sessionId: string, { limit, cursor }: PageInput): Promise<Page> {
  const { teamId, agentRowIds } = reader
  const list = `stored in ${sessionId}`
  const after = Number(readCursor(teamId, list, cursor)?.id ?? 0)
  const { session, rows } = (await listStoredIn(dbFor(reader), { teamId, sessionId, agentRowIds }, after, limit + 1)) ?? sessionNotFound()
  const memories = rows.map((memory) => ({ ...memory, inSession: null }))
  return { session, ...toPage(memories, limit, ({ created_at, seq }) => writeCursor(teamId, list, { time: created_at, id: String(seq) })) }
}

async function readRecalled(reader: Reader, sessionId: string, { limit, cursor }: PageInput): Promise<Page> {
  const { teamId, agentRowIds } = reader
  const list = `recalled in ${sessionId}`
  const after = positionIn(readCursor(teamId, list, cursor)?.id)
  const { session, rows } = (await listRecalledIn(dbFor(reader), { teamId, sessionId, agentRowIds }, after, limit + 1)) ?? sessionNotFound()
  const memories = rows.map(({ recalls, first_at, last_at, ...memory }) => ({
    ...memory,
    inSession: { recalls, firstAt: first_at, lastAt: last_at },
  }))
  const cursorAfter = ({ inSession, event_id, position }: (typeof memories)[number]) =>
    writeCursor(teamId, list, { time: inSession.firstAt, id: `${event_id}.${position}` })
  return { session, ...toPage(memories, limit, cursorAfter) }
}

function positionIn(id = '0.0'): RecalledPosition {
  const [event_id = 0, position = 0] = id.split('.').map(Number)
  return { event_id, position }
}

const READ_PAGE = { stored: readStored, recalled: readRecalled } as const satisfies Record<SessionMemoryKind, unknown>
