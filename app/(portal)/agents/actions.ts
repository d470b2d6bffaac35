'use server'

import { redirect } from 'next/navigation'
import { createAgent } from '@/lib/agents/create'
import { NEW_AGENT } from '@/lib/agents/input'
import { requireViewerScope } from '@/lib/auth/viewer'
import { formAction } from '@/lib/http/form-action'
import { readFields, valuesOf } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { requireViewer } from '@/lib/sign-in/viewer'

const createHere = formAction(async (form) => {
  const caller = requireViewerScope(await requireViewer(), 'agents:write')
  const { name } = await createAgent(caller, readFields(NEW_AGENT, valuesOf(form)))
  redirect(paths.agent(name))
})

export async function create(...sent: Parameters<typeof createHere>) {
  return createHere(...sent)
}
