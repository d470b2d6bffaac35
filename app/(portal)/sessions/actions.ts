'use server'

import { revalidatePath } from 'next/cache'
import { requireViewerScope } from '@/lib/auth/viewer'
import { formAction } from '@/lib/http/form-action'
import { readFields, valuesOf } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { endSession } from '@/lib/sessions/deactivate'
import { endMatchingSessions } from '@/lib/sessions/end-matching'
import { endSelectedSessions } from '@/lib/sessions/end-selected'
import { ENDING } from '@/lib/sessions/input'
import { presentSummary } from '@/lib/sessions/present'
import { ENDING_MATCHING, filtersOfSearch } from '@/lib/sessions/search'
import { requireViewer } from '@/lib/sign-in/viewer'

/** The button pressed says what is ended: what is ticked, or all that match. */
const endManyHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'sessions:write')
  const { reason } = readFields(ENDING, valuesOf(form))
  const ended = form.get('scope') === 'matching' ? await endMatching(caller, form, reason) : await endTicked(caller, form, reason)
  revalidatePath(paths.sessions)
  return ended
})

type Ender = ReturnType<typeof requireViewerScope<'sessions:write'>>

async function endTicked(caller: Ender, form: FormData, reason: string | undefined) {
  return { selected: await endSelectedSessions(caller, form.getAll('session').map(String), reason) }
}

async function endMatching(caller: Ender, form: FormData, reason: string | undefined) {
  const { seen_at, seen_count, ...asked } = readFields(ENDING_MATCHING, valuesOf(form))
  return { matching: await endMatchingSessions(caller, filtersOfSearch(asked), { at: seen_at, count: seen_count }, reason) }
}

export async function endMany(...sent: Parameters<typeof endManyHere>) {
  return endManyHere(...sent)
}

const endHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'sessions:write')
  const { reason } = readFields(ENDING, valuesOf(form))
  const id = String(form.get('session') ?? '')
  const ended = presentSummary(await endSession(caller, id, reason))
  revalidatePath(paths.session(id))
  return { duration: ended.duration, stored: ended.memories_stored, retrieved: ended.memories_retrieved }
})

export async function end(...sent: Parameters<typeof endHere>) {
  return endHere(...sent)
}
