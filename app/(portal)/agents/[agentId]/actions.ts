'use server'

import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { changeAgent, deleteAgent } from '@/lib/agents/change'
import { AGENT_CHANGES } from '@/lib/agents/input'
import { requireViewerScope } from '@/lib/auth/viewer'
import { fail } from '@/lib/errors'
import { publicAddress } from '@/lib/http/address'
import { formAction } from '@/lib/http/form-action'
import { readFields, valuesOf } from '@/lib/input/parameters'
import { changeMemory, forgetMemory } from '@/lib/memories/change'
import { MEMORY_CHANGES } from '@/lib/memories/input'
import { paths } from '@/lib/paths'
import { activateAgent } from '@/lib/sessions/activate'
import { deactivateAgent } from '@/lib/sessions/deactivate'
import { extendSession } from '@/lib/sessions/extend'
import { ACTIVATION, EXTENSION } from '@/lib/sessions/input'
import { presentActivation, presentSummary } from '@/lib/sessions/present'
import { requireViewer } from '@/lib/sign-in/viewer'

const agentIn = (form: FormData) => String(form.get('agent') ?? '')
const memoryIn = (form: FormData) => String(form.get('memory') ?? '')

/** The one place of the portal where a token is told: to whoever activated, in this answer alone. */
const activateHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'sessions:write')
  const input = { ...readFields(ACTIVATION, valuesOf(form)), agentName: agentIn(form), create: false }
  const activation = await activateAgent(caller, input)
  revalidatePath(paths.agent(input.agentName))
  const { session_id, session_token, reused } = await presentActivation(activation, caller.via)
  return { sessionId: session_id, token: session_token, reused, address: publicAddress(await headers()) }
})

export async function activate(...sent: Parameters<typeof activateHere>) {
  return activateHere(...sent)
}

const extendHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'sessions:write')
  const { extend_hours } = readFields(EXTENSION, valuesOf(form))
  const { session, hoursAdded } = await extendSession(caller, agentIn(form), extend_hours)
  revalidatePath(paths.agent(agentIn(form)))
  return { sessionId: session.id, hoursAdded }
})

export async function extend(...sent: Parameters<typeof extendHere>) {
  return extendHere(...sent)
}

const deactivateHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'sessions:write')
  const ended = presentSummary(await deactivateAgent(caller, agentIn(form)))
  revalidatePath(paths.agent(agentIn(form)))
  return { sessionId: ended.session_id, duration: ended.duration, stored: ended.memories_stored, retrieved: ended.memories_retrieved }
})

export async function deactivate(...sent: Parameters<typeof deactivateHere>) {
  return deactivateHere(...sent)
}

const editHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'agents:write')
  await changeAgent(caller, agentIn(form), readFields(AGENT_CHANGES, valuesOf(form)))
  revalidatePath(paths.agent(agentIn(form)))
  return true
})

export async function edit(...sent: Parameters<typeof editHere>) {
  return editHere(...sent)
}

const removeHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'agents:write')
  if (form.get('confirm') !== agentIn(form)) fail('invalid_request', `The name doesn't match. Type ${agentIn(form)} to confirm.`)
  await deleteAgent(caller, agentIn(form))
  redirect(paths.agentsWithout(agentIn(form)))
})

export async function remove(...sent: Parameters<typeof removeHere>) {
  return removeHere(...sent)
}

const changeMemoryHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'memories:write')
  await changeMemory(caller, agentIn(form), memoryIn(form), readFields(MEMORY_CHANGES, valuesOf(form)))
  revalidatePath(paths.agent(agentIn(form)))
  return true
})

export async function editMemory(...sent: Parameters<typeof changeMemoryHere>) {
  return changeMemoryHere(...sent)
}

const forgetHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'memories:write')
  const { id } = await forgetMemory(caller, agentIn(form), memoryIn(form))
  revalidatePath(paths.agent(agentIn(form)))
  return { id }
})

export async function forget(...sent: Parameters<typeof forgetHere>) {
  return forgetHere(...sent)
}
