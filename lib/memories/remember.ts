import type { CallSession } from '../../db/call-session'
import type { IndexRow } from '../../db/index-rows'
import { insertMemories, type MemoryTerms, type NewMemory } from '../../db/memories'
import type { Db, Tx } from '../../db/schema'
import { authorizeSession, requireAuthorized } from '../auth/authorize-session'
import { authorizationRequest, type StatementCredential } from '../auth/session-credential'
import type { RequestContext } from '../context'
import { AppError, type FieldError, fail } from '../errors'
import { idempotentTransaction } from '../idempotency'
import { newId } from '../ids'
import { eachInTurns } from '../in-turns'
import { toCamelCaseFields } from '../input/camel-case'
import { readFields, rejectMisspelledNames } from '../input/parameters'
import { memoriesStored } from '../metrics'
import { db } from '../process'
import { prepareToAdd } from '../recall/own-memories'
import { storedTerms } from '../recall/stored-terms'
import type { Finding } from '../redaction/scan-memory'
import { NEW_MEMORY } from './input'
import { screenInSession } from './screening'

export type MemoryInput = Omit<NewMemory, 'id' | 'title' | 'occurredAt'> & { title?: string | undefined; occurredAt?: Date | undefined }

type Writer = StatementCredential<'memories:write'>

interface Remembered {
  memories: NewMemory[]
  session: CallSession
}

/** Stores one memory in the caller's session. @throws why the call is not authorized; secret_in_memory */
export async function remember(
  credential: Writer,
  { content, type, title, confidence, tags, source, provenance, occurredAt }: MemoryInput,
  context: RequestContext,
): Promise<{ memory: NewMemory; session: CallSession; findings: Finding[] }> {
  const input = { content, type, title, confidence, tags, source, provenance, occurredAt }
  const screened = await screenInSession(credential, context)(input)
  if (screened.refusal) throw screened.refusal
  const { memories, session } = await storeAll(credential, [screened.memory], context)
  const [memory = fail('internal_error', 'Nothing was stored.')] = memories
  return { memory, session, findings: screened.findings }
}

/** One memory of a batch: what to store, or what is wrong with it; and what was found in it that does not belong into memories. */
export type BatchItem = ({ memory: MemoryInput } | { detail: string; errors: FieldError[] }) & { findings?: Finding[] }

export interface RememberedBatch extends Remembered {
  items: BatchItem[]
}

/** Stores the valid memories of a batch together; each invalid one fails by itself. @throws why the call is not authorized */
export async function rememberBatch(
  credential: Writer,
  { memories: submitted }: { memories: unknown[] },
  context: RequestContext,
): Promise<RememberedBatch> {
  return rememberEach(credential, validateEach(submitted, 'memory', readMemory), context)
}

/** Stores the valid memories of several together, in their order. @throws why the call is not authorized */
export async function rememberEach(credential: Writer, validated: BatchItem[], context: RequestContext): Promise<RememberedBatch> {
  const items = await screenItems(credential, validated, context)
  const valid = items.flatMap((item) => ('memory' in item ? [item.memory] : []))
  const stored = valid.length > 0 ? await storeAll(credential, valid, context) : await storeNothing(credential, context)
  return { items, ...stored }
}

/** Reads each item of a list by itself; one that cannot be read fails by itself. */
export function validateEach(items: unknown[], noun: 'memory' | 'message', read: (item: object) => MemoryInput): BatchItem[] {
  return items.map((item) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return { detail: `A ${noun} must be a JSON object.`, errors: [] }
    try {
      return { memory: read(item) }
    } catch (thrown) {
      if (thrown instanceof AppError) return failureOf(thrown)
      throw thrown
    }
  })
}

function readMemory(item: object): MemoryInput {
  const given = Object.entries(item)
  rejectMisspelledNames(NEW_MEMORY, given)
  return toCamelCaseFields(readFields(NEW_MEMORY, given))
}

const failureOf = ({ message, details }: AppError) => ({ detail: message, errors: details.errors ?? [] })

/** Screens the valid memories; one that is refused fails by itself. */
async function screenItems(credential: Writer, items: BatchItem[], context: RequestContext): Promise<BatchItem[]> {
  const screen = screenInSession(credential, context)
  const screened: BatchItem[] = []
  await eachInTurns(items, async (item) => {
    if (!('memory' in item)) return void screened.push(item)
    const { memory, findings, refusal } = await screen(item.memory)
    screened.push(refusal ? { ...failureOf(refusal), findings } : { memory, findings })
  })
  return screened
}

async function storeNothing(credential: Writer, context: RequestContext): Promise<Remembered> {
  const { session } = await authorizeSession(credential, credential.scope, 'active', context)
  return { memories: [], session }
}

async function storeAll(credential: Writer, input: MemoryInput[], context: RequestContext): Promise<Remembered> {
  if (context.idempotencyKey !== null) return storeOnce(credential, input, context)
  const { teamId, sessionId } = credential.claims
  const addToIndex = prepareToAdd(teamId, sessionId)
  const { stored, ...remembered } = await store(db(), credential, input, context)
  await addToIndex(stored)
  memoriesStored().inc(remembered.memories.length)
  return remembered
}

/** With an Idempotency-Key the caller is authorized first: a stranger must not be given a stored answer. */
async function storeOnce(credential: Writer, input: MemoryInput[], context: RequestContext): Promise<Remembered> {
  const principal = await authorizeSession(credential, credential.scope, 'active', context)
  const { agent_name: agentName } = principal.session
  let isReplay = false
  const onReplay = () => {
    isReplay = true
    context.onReplay?.()
  }
  const stored = await idempotentTransaction(principal, { ...context, onReplay }, 'remember', { agentName, input }, async (tx) => {
    const { memories, session } = await store(tx, credential, input, context)
    return { memories, session }
  })
  if (!isReplay) memoriesStored().inc(stored.memories.length)
  return stored
}

async function store(
  on: Db | Tx,
  credential: Writer,
  input: MemoryInput[],
  context: RequestContext,
): Promise<Remembered & { stored: IndexRow[] }> {
  const memories = input.map(({ title, occurredAt, ...others }) => ({
    ...others,
    id: newId('mem'),
    title: title ?? null,
    occurredAt: occurredAt ?? null,
  }))
  const request = authorizationRequest(credential, credential.scope)
  const analyzed: (NewMemory & MemoryTerms)[] = []
  await eachInTurns(memories, (memory) => void analyzed.push({ ...memory, ...storedTerms(memory) }))
  const inserted = await insertMemories(on, request, analyzed, context.clientAddress)
  const session = requireAuthorized(inserted?.session, credential, context)
  return { memories, session, stored: inserted?.stored ?? [] }
}
