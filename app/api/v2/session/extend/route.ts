import { noteSession, requireSessionOrExpired } from '@/lib/auth/session-caller'
import { endpoint } from '@/lib/http/endpoint'
import { secretJson } from '@/lib/http/secret-json'
import { readInput } from '@/lib/input/parameters'
import { extendSession } from '@/lib/sessions/extend'
import { EXTENSION } from '@/lib/sessions/input'
import { presentExtension } from '@/lib/sessions/present'

/** Also at /agents/{id}/extend and /agents/{id}/session/extend, where the path names the agent. */
export const POST = endpoint<{ agentId?: string }>(async (request, { params }) => {
  const { agentId = null } = await params
  const caller = await requireSessionOrExpired(request, agentId, 'sessions:write')
  const { extend_hours } = await readInput(request, EXTENSION)
  const extended = await extendSession(caller, caller.facts.agent_name, extend_hours)
  await noteSession(caller, extended.session)
  return secretJson(await presentExtension(extended, caller.facts, caller.via))
})
