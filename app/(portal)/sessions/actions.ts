'use server'

import { revalidatePath } from 'next/cache'
import { viewerWith } from '@/lib/auth/acts'
import { requireViewer } from '@/lib/auth/viewer'
import { formAction } from '@/lib/http/form-action'
import { readFields, valuesOf } from '@/lib/http/input'
import { paths } from '@/lib/paths'
import { endSession } from '@/lib/sessions/deactivate'
import { endSelectedSessions } from '@/lib/sessions/end-selected'
import { ENDING } from '@/lib/sessions/input'
import { presentSummary } from '@/lib/sessions/present'

const endSelectedHere = formAction(async (form) => {
  const caller = viewerWith(await requireViewer(), 'sessions:write')
  const { reason } = readFields(ENDING, valuesOf(form))
  const outcomes = await endSelectedSessions(caller, form.getAll('session').map(String), reason)
  revalidatePath(paths.sessions)
  return outcomes
})

export async function endSelected(...sent: Parameters<typeof endSelectedHere>) {
  return endSelectedHere(...sent)
}

const endHere = formAction(async (form) => {
  const caller = viewerWith(await requireViewer(), 'sessions:write')
  const { reason } = readFields(ENDING, valuesOf(form))
  const id = String(form.get('session') ?? '')
  const ended = presentSummary(await endSession(caller, id, reason))
  revalidatePath(paths.session(id))
  return { duration: ended.duration, stored: ended.memories_stored, retrieved: ended.memories_retrieved }
})

export async function end(...sent: Parameters<typeof endHere>) {
  return endHere(...sent)
}
