import type { CallSession } from '../../db/call-session'
import type { IndexRow } from '../../db/index-rows'
import { insertMemories, type MemoryTerms, type NewMemory } from '../../db/memories'
import type { Db, Tx } from '../../db/schema'
import { authorizeSession, requireAuthorized } from '../auth/authorize-session'
import { agentActor, authorizationRequest, type StatementCredential } from '../auth/session-credential'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { idempotentTransaction } from '../idempotency'
import { newIds } from '../ids'
import { eachInTurns } from '../in-turns'
import { memoriesStored } from '../metrics'
import { db } from '../process'
import { prepareToAdd } from '../recall/own-memories'
import { storedTerms } from '../recall/stored-terms'
import { supersedeAll } from './supersede'

export type MemoryInput = Omit<NewMemory, 'id' | 'title' | 'occurredAt'> & { title?: string | undefined; occurredAt?: Date | undefined }

/** A caller that stores memories in its session, and is authorized by the statement that does so. */
export type Writer = StatementCredential<'memories:write'>

/** What was stored, and in which session. */
export interface Remembered {
  memories: NewMemory[]
  session: CallSession
}

/** Authorizes a call that has nothing to store. @throws why it is not authorized */
export async function storeNothing(credential: Writer, context: RequestContext): Promise<Remembered> {
  const { session } = await authorizeSession(credential, credential.scope, 'active', context)
  return { memories: [], session }
}

/** Stores memories together, and supersedes those whose place the first one takes. @throws why the call is not authorized; memory_not_found */
export async function storeAll(
  credential: Writer,
  input: MemoryInput[],
  context: RequestContext,
  supersedes: string[] = [],
): Promise<Remembered> {
  if (context.idempotencyKey !== null) return storeOnce(credential, input, context, supersedes)
  const { teamId, sessionId } = credential.claims
  const addToIndex = prepareToAdd(teamId, sessionId)
  const work = (on: Db | Tx) => store(on, credential, input, context)
  const { stored, ...remembered } =
    supersedes.length === 0
      ? await work(db())
      : await db()
          .transaction()
          .execute(async (tx) => supersede(tx, await work(tx), credential, context, supersedes))
  await addToIndex(stored)
  memoriesStored().inc(remembered.memories.length)
  return remembered
}

/** With an Idempotency-Key the caller is authorized first: a stranger must not be given a stored answer. */
async function storeOnce(credential: Writer, input: MemoryInput[], context: RequestContext, supersedes: string[]): Promise<Remembered> {
  const principal = await authorizeSession(credential, credential.scope, 'active', context)
  const { agent_name: agentName } = principal.session
  let isReplay = false
  const onReplay = () => {
    isReplay = true
    context.onReplay?.()
  }
  const fingerprinted = { agentName, input, ...(supersedes.length > 0 && { supersedes }) }
  const stored = await idempotentTransaction(principal, { ...context, onReplay }, 'remember', fingerprinted, async (tx) => {
    const { memories, session } = await supersede(tx, await store(tx, credential, input, context), credential, context, supersedes)
    return { memories, session }
  })
  if (!isReplay) memoriesStored().inc(stored.memories.length)
  return stored
}

/** Marks memories as superseded by the one that was stored. */
async function supersede<R extends Remembered>(
  tx: Tx,
  remembered: R,
  credential: Writer,
  context: RequestContext,
  ids: string[],
): Promise<R> {
  if (ids.length === 0) return remembered
  const [{ id } = fail('internal_error', 'Nothing was stored.')] = remembered.memories
  const { session } = remembered
  const agent = { team_id: session.team_id, id: session.agent_row_id, name: session.agent_name }
  const author = { ...credential.claims.issuedTo, client: context.client ?? '', sessionId: session.id, reason: null }
  const events = await supersedeAll(tx, agent, ids, id, author)
  await recordEvent(
    tx,
    { teamId: session.team_id, actor: agentActor(session.agent_name), issuedTo: credential.claims.issuedTo },
    context,
    ...events,
  )
  return remembered
}

async function store(
  on: Db | Tx,
  credential: Writer,
  input: MemoryInput[],
  context: RequestContext,
): Promise<Remembered & { stored: IndexRow[] }> {
  const ids = newIds('mem', input.length)
  const memories = input.map(({ title, occurredAt, ...others }, nth) => ({
    ...others,
    id: ids[nth] ?? '',
    title: title ?? null,
    occurredAt: occurredAt ?? null,
  }))
  const request = authorizationRequest(credential, credential.scope, context)
  const analyzed: (NewMemory & MemoryTerms)[] = []
  await eachInTurns(memories, (memory) => void analyzed.push({ ...memory, ...storedTerms(memory) }))
  const inserted = await insertMemories(on, request, analyzed, context.client)
  const session = requireAuthorized(inserted?.session, credential, context)
  return { memories, session, stored: inserted?.stored ?? [] }
}
