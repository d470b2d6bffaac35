import { requireApiKey } from '@/lib/auth/caller'
import { endpoint } from '@/lib/http/endpoint'
import { secretJson } from '@/lib/http/secret-json'
import { readInput } from '@/lib/input/parameters'
import { activateAgent } from '@/lib/sessions/activate'
import { ACTIVATION } from '@/lib/sessions/input'
import { presentActivation } from '@/lib/sessions/present'

export const POST = endpoint<{ agentId: string }>(async (request, { params }) => {
  const caller = await requireApiKey(request, 'sessions:write')
  const { agentId } = await params
  const input = await readInput(request, ACTIVATION)
  const activation = await activateAgent(caller, { ...input, agentName: agentId })
  return secretJson(await presentActivation(activation, caller.via))
})
