import type { z } from 'zod'
import type { Principal } from '@/lib/auth/principal'
import { requireScope } from '@/lib/auth/principal'
import type { RequestContext } from '@/lib/context'
import { fail, failField } from '@/lib/errors'
import type { CamelCaseFields } from '@/lib/input/camel-case'
import { changeMemories } from '@/lib/memory-search/change-many'
import { rfc3339 } from '@/lib/time'
import type { MEMORIES_CHANGE } from './input'
import { requireConfirmation } from './require-confirmation'
import { filtersOf, type MemoryFilterSearch } from './search'

type Input = CamelCaseFields<z.output<typeof MEMORIES_CHANGE.schema>>

/** What became of the memories of a list, and what undoes it. */
export interface ListedOutcome {
  act: Input['act']
  changed: number
  unchanged: number
  notFound: number
  tooManyTags: number
  hasMore: boolean
  /** Fields that, sent to the same action, undo it; undefined where that is not possible. */
  undo: { act: Input['act']; tags: string[]; ids: string[] } | undefined
}

/** Changes the selected memories of a list, or up to 1,000 that match its filters and existed when the list was shown. */
export async function changeListed(
  principal: Principal<'memories:write'>,
  { scope, memoryId: ids, seenAt, act, newTags: tags, newType: type, reason, confirm, ...filters }: Input,
  context: RequestContext,
): Promise<ListedOutcome> {
  if (scope === 'selected' && ids.length === 0) fail('invalid_request', 'Select at least one memory.')
  const isUndoable = act !== 'delete' || (await requireConfirmation(requireScope(principal, 'memories:read'), confirm))
  const chosen = scope === 'selected' ? { ids } : { filter: toParameters(seenAt ?? failField('seen_at', 'is required'), filters) }
  // A form has the fields of all acts.
  const ofAct = { tags: act === 'add_tags' || act === 'remove_tags' ? tags : [], type: act === 'retype' ? type : undefined }
  // The list restores nothing but what it has deleted itself.
  const change = { ...chosen, ...ofAct, act, reason, dryRun: false, isUndo: act === 'restore' }
  const { outcomes, hasMore } = await changeMemories(principal, change, context)
  const having = (wanted: (typeof outcomes)[number]['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted)
  const changed = having('changed').map(({ memoryId }) => memoryId)
  // As a success it would be shown as undone.
  if (act === 'restore' && changed.length === 0)
    fail('memory_changed', 'Nothing was restored: what was deleted was restored or permanently removed meanwhile.')
  return {
    act,
    changed: changed.length,
    unchanged: having('unchanged').length,
    notFound: having('not_found').length,
    tooManyTags: having('too_many_tags').length,
    hasMore,
    undo: isUndoable ? undoOf({ act, tags, ids: changed }) : undefined,
  }
}

/** One tag that was added was in none of the changed memories before, and one that was removed in each. Of several that is not known. */
function undoOf({ act, tags, ids }: Pick<Input, 'act'> & { tags: string[]; ids: string[] }): ListedOutcome['undo'] {
  if (ids.length === 0) return undefined
  if (act === 'delete') return { act: 'restore', tags: [], ids }
  if (act === 'add_tags' && tags.length === 1) return { act: 'remove_tags', tags, ids }
  if (act === 'remove_tags' && tags.length === 1) return { act: 'add_tags', tags, ids }
  return undefined
}

type Filters = Omit<Input, 'scope' | 'memoryId' | 'seenAt' | 'act' | 'newTags' | 'newType' | 'reason' | 'confirm'>

/** The filters of a list as parameters of a search for what existed when the list was shown. */
function toParameters(
  seenAt: Date,
  { agentName, keyId, personId, sessionId, minConfidence, createdAfter, createdBefore = seenAt, ...others }: Filters,
): Record<string, unknown> {
  const search: MemoryFilterSearch = {
    ...others,
    agent_id: agentName,
    key_id: keyId,
    person_id: personId,
    session_id: sessionId,
    min_confidence: minConfidence,
    created_after: createdAfter,
    created_before: createdBefore < seenAt ? createdBefore : seenAt,
  }
  const found = filtersOf(search)
  const { occurredAfter, occurredBefore } = found
  return withoutEmptyLists({
    ...(found.q !== undefined && { q: found.q }),
    agent_id: found.agentName,
    type: found.type,
    tags: found.tags,
    source: found.source,
    key_id: found.keyId,
    person_id: found.personId,
    session_id: found.sessionId,
    status: found.status,
    trust: found.trust,
    min_confidence: found.minConfidence,
    ...(found.createdAfter && { created_after: rfc3339(found.createdAfter) }),
    ...(found.createdBefore && { created_before: rfc3339(found.createdBefore) }),
    ...(occurredAfter && { occurred_after: rfc3339(occurredAfter) }),
    ...(occurredBefore && { occurred_before: rfc3339(occurredBefore) }),
  })
}

/** A list without items is a filter that nobody chose. */
const withoutEmptyLists = (filters: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => !Array.isArray(value) || value.length > 0))
