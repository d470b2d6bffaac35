'use server'

import { requireViewerScope } from '@/lib/auth/viewer'
import { formAction } from '@/lib/http/form-action'
import { readFields } from '@/lib/input/parameters'
import { activateAgent } from '@/lib/sessions/activate'
import { ACTIVATION } from '@/lib/sessions/input'
import { requireViewer } from '@/lib/sign-in/viewer'

/** Opens a session and tells no token: the agent's page gives one to whoever asks for it. */
const activateHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'sessions:write')
  const agentName = String(form.get('agent') ?? '')
  await activateAgent(caller, { ...readFields(ACTIVATION, []), agentName, create: false })
  return agentName
})

export async function activate(agentName: string) {
  const form = new FormData()
  form.set('agent', agentName)
  return activateHere({}, form)
}
