import { listLatestAcross } from '../../db/memories-of-team'
import type { Db } from '../../db/schema'
import { findRedactionPolicy } from '../../db/teams'
import { dbFor, type Principal, requireScope } from '../auth/principal'
import type { RequestContext } from '../context'
import { failField } from '../errors'
import { contextOfPart, idempotentTransaction } from '../idempotency'
import { toCamelCaseFields } from '../input/camel-case'
import { readFields } from '../input/parameters'
import type { Finding } from '../redaction/scan-memory'
import { screenMemory } from '../redaction/screen-memory'
import { type BatchInput, changeBatch, type MemoryOutcome } from './change-batch'
import { BULK_FILTER } from './input'
import { rankAcross } from './rank'
import { type FilterInput, scopeFor } from './scope'

/** So many memories are changed by one call at most. */
const MOST_CHANGED = 1000
const BATCH = 100

interface BulkInput extends BatchInput {
  ids?: string[] | undefined
  filter?: Record<string, unknown> | undefined
}

/** What became of each memory, in the order of their ids. */
export interface ChangedMemories {
  act: BatchInput['act']
  dryRun: boolean
  outcomes: MemoryOutcome[]
  /** More memories match the filter than were changed. */
  hasMore: boolean
  /** What was found in the tags that are added and in the reason. */
  findings: Finding[]
}

/**
 * Changes up to MOST_CHANGED memories, those with the ids or those that match the filter, in transactions of a hundred. With an Idempotency-Key, a call that is repeated goes on
 * where an earlier one ended.
 * @throws insufficient_scope when a filter is used without memories:read, or something is approved without memories:admin; secret_in_memory
 */
export async function changeMemories(
  principal: Principal<'memories:write'>,
  { ids, filter, ...given }: BulkInput,
  context: RequestContext,
): Promise<ChangedMemories> {
  requireComplete({ ids, filter, ...given })
  if (given.act === 'approve') requireScope(principal, 'memories:admin')
  const { input, findings } = await screen(principal, given)
  const search = filter && toSearch(principal, given.act, filter)
  // As it was sent: the redaction policy may have changed when it is sent again.
  await recordRequest(principal, { ...given, ids, filter }, context)
  const selected = search ? await select(principal, search, input, context) : { ids: [...new Set(ids)], hasMore: false }
  const sorted = selected.ids.toSorted()
  const outcomes: MemoryOutcome[] = []
  for (let start = 0; start < sorted.length; start += BATCH) {
    const batch = sorted.slice(start, start + BATCH)
    const part = await idempotentTransaction(
      principal,
      contextOfPart(context, `batch ${start}`),
      'change memories',
      { ...given, ids: batch },
      async (tx) => ({
        outcomes: await changeBatch(tx, principal, input, batch, context),
      }),
    )
    outcomes.push(...part.outcomes)
  }
  return { act: input.act, dryRun: input.dryRun, outcomes, hasMore: selected.hasMore, findings }
}

/** Tags and the reason become parts of memories. Tags that are removed are in memories already. */
async function screen(principal: Principal<'memories:write'>, input: BatchInput): Promise<{ input: BatchInput; findings: Finding[] }> {
  const { act, tags, reason } = input
  const texts = { ...(act === 'add_tags' && { tags }), ...(reason !== undefined && { reason }) }
  const { memory, findings, refusal } = await screenMemory(texts, () => findRedactionPolicy(dbFor(principal), principal.teamId))
  if (refusal) throw refusal
  return { input: { ...input, ...memory }, findings }
}

function requireComplete({ ids, filter, act, tags, type }: BulkInput): void {
  if ((ids === undefined) === (filter === undefined)) failField('ids', 'or filter is required, and not both')
  if (filter !== undefined && Object.keys(filter).length === 0) failField('filter', 'must not be empty')
  requireFor(act.endsWith('_tags'), 'tags', tags.length > 0)
  requireFor(act === 'retype', 'type', type !== undefined)
}

/** What the act does not use was probably meant to limit what it is done with. */
function requireFor(isUsed: boolean, field: 'tags' | 'type', isGiven: boolean): void {
  if (isUsed && !isGiven) failField(field, 'is required')
  if (!isUsed && isGiven) failField(field, 'is not used by this act: put it into filter to choose memories by it')
}

const ID_PREFIX = 'mem_'

/**
 * Records what an Idempotency-Key was used for, under the key itself: each part of the work knows its own memories only. @throws idempotency_key_reused
 */
async function recordRequest(principal: Principal<'memories:write'>, input: object, context: RequestContext): Promise<void> {
  if (context.idempotencyKey === null) return
  // A request that goes on is not a repeated one: the parts say what is.
  await idempotentTransaction(principal, { ...context, onReplay: undefined }, 'change many memories', input, async () => ({}))
}

interface Search {
  reader: Principal<'memories:read'>
  given: Record<string, unknown>
  filter: FilterInput
  q: string | undefined
}

/** @throws invalid_request, insufficient_scope */
function toSearch(principal: Principal<'memories:write'>, act: BatchInput['act'], given: Record<string, unknown>): Search {
  const { q, ...filter }: FilterInput & { q?: string | undefined } = toCamelCaseFields(
    readFields(BULK_FILTER, Object.entries(given), 'filter'),
  )
  // What is active cannot be restored, so that the default of a search would find nothing.
  const status: FilterInput['status'] = act === 'restore' && given.status === undefined ? ['deleted'] : filter.status
  return { reader: requireScope(principal, 'memories:read'), given, filter: { ...filter, status }, q }
}

/**
 * The selection is made once for an Idempotency-Key: after a part of the work the filter would match other memories. It is stored without the beginnings of the ids,
 * because answers that name a purged memory are replaced, which this one need not be: it has no texts.
 */
async function select(principal: Principal<'memories:write'>, search: Search, { act }: BatchInput, context: RequestContext) {
  const { reader, given, filter, q } = search
  const { endsOfIds, hasMore } = await idempotentTransaction(
    principal,
    contextOfPart(context, 'selection'),
    'select memories',
    { act, given },
    async (tx) => {
      const selected = await findIds(tx, reader, filter, q)
      return { endsOfIds: selected.found.slice(0, MOST_CHANGED).map(({ id }) => id.slice(ID_PREFIX.length)), hasMore: selected.hasMore }
    },
  )
  return { ids: endsOfIds.map((end) => `${ID_PREFIX}${end}`), hasMore }
}

async function findIds(
  db: Db,
  principal: Principal<'memories:read'>,
  filter: FilterInput,
  q: string | undefined,
): Promise<{ found: readonly { id: string }[]; hasMore: boolean }> {
  const scope = await scopeFor(db, principal, filter)
  if (scope === undefined) return { found: [], hasMore: false }
  if (q === undefined) {
    const found = await listLatestAcross(db, scope, MOST_CHANGED + 1, undefined)
    return { found, hasMore: found.length > MOST_CHANGED }
  }
  const { memories, isComplete } = await rankAcross(db, scope, q)
  return { found: memories, hasMore: !isComplete }
}
