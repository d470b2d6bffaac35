import type { CallSession } from '../../db/call-session'
import type { NewMemory } from '../../db/memories'
import { authorizeSession } from '../auth/authorize-session'
import type { RequestContext } from '../context'
import { AppError, type FieldError, fail } from '../errors'
import { describeCause } from '../http/observe'
import { eachInTurns } from '../in-turns'
import { toCamelCaseFields } from '../input/camel-case'
import { readFields } from '../input/parameters'
import { log } from '../process'
import type { RankedMemory } from '../recall/find-memories'
import type { Finding } from '../redaction/scan-memory'
import { rejectNamesForOneMemory } from './batch-fields'
import { requireOneExpiry } from './expiry'
import { BATCH_MEMORY } from './input'
import { screenInSession } from './screening'
import { findSimilar } from './similar'
import { type MemoryInput, type Remembered, storeAll, storeNothing, type Writer } from './store'

/** A memory to store alone, and what else is wanted. */
interface RememberInput extends MemoryInput {
  /** Memories whose place it takes. */
  supersedes?: string[] | undefined
  checkSimilar?: boolean | undefined
}

export interface RememberedOne {
  memory: NewMemory
  session: CallSession
  supersedes: string[]
  /** Memories that are like the new one, the most similar first; undefined if they were not asked for. */
  similar: RankedMemory[] | undefined
  findings: Finding[]
}

/**
 * Stores one memory in the caller's session. Those whose place it takes are superseded in the same transaction.
 * @throws why the call is not authorized; secret_in_memory; memory_not_found when there is no memory to supersede
 */
export async function remember(
  credential: Writer,
  { supersedes = [], checkSimilar = false, ...input }: RememberInput,
  context: RequestContext,
): Promise<RememberedOne> {
  requireOneExpiry(input)
  // Without this scope, what is stored could be used to read what is known.
  if (checkSimilar) await authorizeSession(credential, 'memories:read', 'active', context)
  const screened = await screenInSession(credential, context)(pickFields(input))
  if (screened.refusal) throw screened.refusal
  const { memories, session } = await storeAll(credential, [screened.memory], context, supersedes)
  const [memory = fail('internal_error', 'Nothing was stored.')] = memories
  const similar = checkSimilar ? await findSimilarIfPossible(session, memory) : undefined
  return { memory, session, supersedes, similar, findings: screened.findings }
}

/** The memory is stored: a call that fails now would be sent again, and store it twice. */
const findSimilarIfPossible = (session: CallSession, memory: NewMemory): Promise<RankedMemory[]> =>
  findSimilar(session, memory).catch((error: unknown) => {
    log().warn({ cause: describeCause(error) }, 'similar memories could not be searched for after a memory was stored')
    return []
  })

/** The endpoint's input has the agent's name too, which must not be part of what an Idempotency-Key stands for. */
const pickFields = ({
  content,
  type,
  title,
  confidence,
  tags,
  source,
  provenance,
  occurredAt,
  expiresAt,
  ttlHours,
}: MemoryInput): MemoryInput => ({
  ...{ content, type, title, confidence, tags, source, provenance, occurredAt, expiresAt, ttlHours },
})

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
  rejectNamesForOneMemory(BATCH_MEMORY, given)
  const memory = toCamelCaseFields(readFields(BATCH_MEMORY, given))
  requireOneExpiry(memory)
  return memory
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
