'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/_actions/form-action'
import { failConfirmation, failField } from '@/lib/errors'
import { paths } from '@/lib/paths'
import { endSession } from '@/lib/sessions/end'
import { endMatchingSessions } from '@/lib/sessions/end-matching'
import { endSelectedSessions } from '@/lib/sessions/end-selected'
import { presentSummary } from '@/lib/sessions/present'
import { SESSION_END, SESSIONS_END } from './input'
import { confirmationOf } from './matching-sessions'
import { filtersOf } from './search'

/** Ends the selected sessions of a list, or all that match its filters: the button that was pressed says which. */
export const endMany = formAction('sessions:write', SESSIONS_END, async (viewer, input, context) => {
  const { scope, sessionId: ids, seenAt, seenCount, confirm, reason: note, agentName, endReason, openedBy, ...filters } = input
  if (scope === 'selected') {
    const selected = await endSelectedSessions(viewer, { ids, note }, context)
    revalidatePath(paths.sessions)
    return { selected }
  }
  const seen = { at: seenAt ?? failField('seen_at', 'is required'), count: seenCount ?? failField('seen_count', 'is required') }
  const expected = confirmationOf(seen.count)
  if (confirm !== expected) failConfirmation('The confirmation', expected)
  const found = filtersOf({ ...filters, agent_id: agentName, end_reason: endReason, opened_by: openedBy })
  const matching = await endMatchingSessions(viewer, found, seen, note, context)
  revalidatePath(paths.sessions)
  return { matching }
})

/** Ends one session. */
export const end = formAction('sessions:write', SESSION_END, async (viewer, { sessionId, reason }, context) => {
  const ended = presentSummary(await endSession(viewer, { sessionId, reason }, context))
  revalidatePath(paths.session(sessionId))
  return { duration: ended.duration, stored: ended.memories_stored, retrieved: ended.memories_retrieved }
})
