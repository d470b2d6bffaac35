import type { CallSession } from '../../db/call-session'
import { recallChosen } from '../../db/recall'
import { recallByTime, type TimeMode, type TimePosition } from '../../db/recall-by-time'
import type { Recalled } from '../../db/recall-search'
import { authorizeSession, requireAuthorized } from '../auth/authorize-session'
import { authorizationRequest, type StatementCredential } from '../auth/session-credential'
import type { RequestContext } from '../context'
import { AppError } from '../errors'
import { readCursor, writeCursor } from '../input/cursor'
import { db } from '../process'
import { findMemories, type RankedMemory } from '../recall/find-memories'
import { agentOfSession, rememberAgent } from '../recall/index-cache'
import { type FilterInput, filtersOf } from './filters'

type Reader = StatementCredential<'memories:read'>

/** What a recall by query found. */
export interface RecalledByQuery {
  session: CallSession
  memories: RankedMemory[]
  /** False when memories that match may be missing. */
  isComplete: boolean
  query: string
}

/** The memories of the caller's agent that match a query best, best first; counted as retrieved. @throws why the call is not authorized */
export async function recall(
  credential: Reader,
  { query, explain = false, ...filters }: FilterInput & { query: string; explain?: boolean | undefined },
  context: RequestContext,
): Promise<RecalledByQuery> {
  const { teamId, sessionId } = credential.claims
  const request = authorizationRequest(credential, credential.scope, context)
  let session: CallSession | undefined
  const agent = agentOfSession(teamId, sessionId)
  const found = await findMemories(agent, { ...filtersOf(filters), query, explain }, async (choice) => {
    const reply = await recallChosen(db(), request, choice)
    session = requireAuthorized(reply?.session, credential, context)
    const ofSession = { team_id: session.team_id, id: session.agent_row_id }
    if (agent === undefined) rememberAgent(sessionId, ofSession)
    return reply && { agent: ofSession, found: reply.found }
  })
  return { session: requireAuthorized(session, credential, context), ...found, query }
}

interface PageInput extends FilterInput {
  cursor?: string | undefined
}

export interface RecalledByTime extends Recalled {
  mode: TimeMode
  /** The moment that was asked for; null for `recent`. */
  at: Date | null
  nextCursor: string | null
}

/** A page of the agent's memories, newest first; counted as retrieved. @throws why the call is not authorized */
export async function recallRecent(credential: Reader, input: PageInput, context: RequestContext): Promise<RecalledByTime> {
  return recallPage(credential, input, 'recent', null, context)
}

/** A page of what the agent knew at a moment, newest first; counted as retrieved. @throws why the call is not authorized */
export async function recallAsOf(
  credential: Reader,
  { asOf, ...input }: PageInput & { asOf: Date },
  context: RequestContext,
): Promise<RecalledByTime> {
  return recallPage(credential, input, 'as_of', asOf, context)
}

/** A page of what was stored or changed after a moment, latest change first; counted as retrieved. @throws why the call is not authorized */
export async function recallChangedSince(
  credential: Reader,
  { since, ...input }: PageInput & { since: Date },
  context: RequestContext,
): Promise<RecalledByTime> {
  return recallPage(credential, input, 'changed_since', since, context)
}

async function recallPage(
  credential: Reader,
  { cursor, ...filters }: PageInput,
  mode: TimeMode,
  at: Date | null,
  context: RequestContext,
): Promise<RecalledByTime> {
  const { teamId, agentName } = credential.claims
  const list = `${mode} of ${agentName}`
  const after = await readPosition(credential, list, cursor, context)
  const search = { ...filtersOf(filters), mode, at, after }
  const found = await recallByTime(db(), authorizationRequest(credential, credential.scope, context), search)
  const { next = null } = found ?? {}
  const nextCursor = next && writeCursor(teamId, list, { time: next.time, id: String(next.seq) })
  return { ...requireRecalled(found, credential, context), mode, at, nextCursor }
}

/** A cursor is refused only after the caller proved to be authorized. */
async function readPosition(
  credential: Reader,
  list: string,
  cursor: string | undefined,
  context: RequestContext,
): Promise<TimePosition | null> {
  try {
    const from = readCursor(credential.claims.teamId, list, cursor)
    return from === undefined ? null : { time: from.time, seq: Number(from.id) }
  } catch (thrown) {
    if (thrown instanceof AppError) await authorizeSession(credential, credential.scope, 'active', context)
    throw thrown
  }
}

function requireRecalled(found: Recalled | undefined, credential: Reader, context: RequestContext): Recalled {
  const session = requireAuthorized(found?.session, credential, context)
  return { session, memories: found?.memories ?? [] }
}
