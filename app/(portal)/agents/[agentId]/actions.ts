'use server'

import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/_actions/form-action'
import { changeAgent, deleteAgent } from '@/lib/agents/change'
import { requireViewerScope } from '@/lib/auth/viewer'
import { failConfirmation } from '@/lib/errors'
import { publicAddress } from '@/lib/http/address'
import { paths } from '@/lib/paths'
import { activateAgent } from '@/lib/sessions/activate'
import { deactivateAgent } from '@/lib/sessions/end'
import { extendSession } from '@/lib/sessions/extend'
import { presentActivation, presentSummary } from '@/lib/sessions/present'
import { rfc3339 } from '@/lib/time'
import { AGENT_ACTIVATION, AGENT_DEACTIVATION, AGENT_DELETION, AGENT_EDIT, AGENT_EXTENSION, LEGAL_HOLD } from './input'

/** Activates an agent. Only this answer of the portal contains a session token. */
export const activate = formAction('sessions:write', AGENT_ACTIVATION, async (viewer, input, context) => {
  const activation = await activateAgent(viewer, { ...input, create: false }, context)
  revalidatePath(paths.agent(input.agentName))
  const { session_id, session_token, reused } = await presentActivation(activation, viewer)
  return { sessionId: session_id, token: session_token, reused, address: publicAddress(await headers()) }
})

/** Extends an agent's session. */
export const extend = formAction('sessions:write', AGENT_EXTENSION, async (viewer, input, context) => {
  const { session, hoursAdded } = await extendSession(viewer, input, context)
  revalidatePath(paths.agent(input.agentName))
  return { sessionId: session.id, hoursAdded }
})

/** Ends an agent's session. */
export const deactivate = formAction('sessions:write', AGENT_DEACTIVATION, async (viewer, input, context) => {
  const ended = presentSummary(await deactivateAgent(viewer, input, context))
  revalidatePath(paths.agent(input.agentName))
  return { sessionId: ended.session_id, duration: ended.duration, stored: ended.memories_stored, retrieved: ended.memories_retrieved }
})

/** Changes an agent's description, kind and metadata. */
export const edit = formAction('agents:write', AGENT_EDIT, async (viewer, input, context) => {
  const { updated_at } = await changeAgent(viewer, input, context).finally(() => revalidatePath(paths.agent(input.agentName)))
  return { version: rfc3339(updated_at) }
})

/** Puts an agent on legal hold, or ends the hold. */
export const setLegalHold = formAction('memories:admin', LEGAL_HOLD, async (viewer, input, context) => {
  const { legal_hold } = await changeAgent(requireViewerScope(viewer, 'agents:write'), input, context)
  revalidatePath(paths.agent(input.agentName))
  return legal_hold ? 'Agent put on legal hold.' : 'Legal hold ended.'
})

/** Deletes an agent whose name was typed to confirm. */
export const remove = formAction('agents:write', AGENT_DELETION, async (viewer, { agentName, confirm }, context) => {
  if (confirm !== agentName) failConfirmation('The name', agentName)
  await deleteAgent(viewer, { agentName }, context)
  redirect(paths.agentsWithout(agentName))
})
