'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/_actions/form-action'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { activateAgent } from '@/lib/sessions/activate'

const AGENT = parameters({ agent_id: text(64) })

/** Activates an agent without showing a token. The agent's page can show one later. */
export const activate = formAction('sessions:write', AGENT, async (viewer, { agentName }, context) => {
  await activateAgent(viewer, { agentName, onActive: 'join', create: false }, context)
  revalidatePath(paths.agents)
  return agentName
})
