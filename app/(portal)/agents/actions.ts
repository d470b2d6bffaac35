'use server'

import { redirect } from 'next/navigation'
import { formAction } from '@/app/_actions/form-action'
import { createAgent } from '@/lib/agents/create'
import { NEW_AGENT } from '@/lib/agents/input'
import { paths } from '@/lib/paths'

/** Creates an agent, and shows its page. */
export const create = formAction('agents:write', NEW_AGENT, async (viewer, input, context) => {
  const { name } = await createAgent(viewer, input, context)
  redirect(paths.agent(name))
})
