import type { Command } from 'commander'
import { answer, type Summary } from '../client'
import { type Context, requireKey } from '../context'
import { isRefusal } from '../failures'
import { requireAgent } from '../held-session'
import { agentOption, leaf, running } from '../leaf'
import { printSummary } from '../print-session'
import { dropSession } from '../session-files'
import { agentName } from '../settings'
import { DEAD_SESSION, heldSession } from '../use-session'

export function addDeactivateCommand(group: Command): void {
  leaf(group, 'deactivate [agent]', {
    does: "end an agent's session and show its summary",
    examples: ['memanto agent deactivate', 'memanto agent deactivate billing-bot'],
    options: [agentOption()],
    work: async (context, agent) => {
      const agentId = agent === undefined ? requireAgent(context.options.agent, context.settings, context.config) : agentName(agent)
      running.agentId = agentId
      const summary = await deactivated(context, agentId)
      await dropSession(context.home, agentId)
      context.print(summary, (look) => printSummary(summary, look))
    },
  })
}

/** What tells that nothing is left to end. */
const OVER = ['no_active_session', 'session_ended', 'agent_not_found', 'agent_deleted']

async function deactivated(context: Context, agentId: string): Promise<Summary> {
  try {
    return await endedByWhoMay(context, agentId)
  } catch (thrown) {
    if (isRefusal(thrown, ...OVER)) await dropSession(context.home, agentId)
    throw thrown
  }
}

/** Ends it with its own token where that lives, else with the key: whoever holds an old token still means the agent. */
async function endedByWhoMay(context: Context, agentId: string): Promise<Summary> {
  const held = heldSession({ ...context, options: { ...context.options, agent: agentId } }, agentId)
  const key = context.settings.apiKey?.value
  if (held === undefined) return deactivate(context, agentId, { key: requireKey(context) })
  try {
    return await deactivate(context, agentId, { token: held.token, key })
  } catch (thrown) {
    if (key === undefined || !isRefusal(thrown, ...DEAD_SESSION, 'insufficient_scope')) throw thrown
    return deactivate(context, agentId, { key })
  }
}

function deactivate(context: Context, agentId: string, credentials: { token?: string; key?: string | undefined }): Promise<Summary> {
  const params = { path: { agent_id: agentId } }
  return answer(context.api(credentials).POST('/api/v2/agents/{agent_id}/deactivate', { params }))
}
