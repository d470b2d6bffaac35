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
    does: 'end the session of an agent and show its summary',
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

/** Ends it with its own token where that lives, else with the key: whoever holds an old token still means the agent. */
async function deactivated(context: Context, agentId: string): Promise<Summary> {
  const named = { ...context, options: { ...context.options, agent: agentId } }
  const held = heldSession(named, agentId)
  const key = context.settings.apiKey?.value
  try {
    return await deactivate(context, agentId, held ? { token: held.token, key } : { key: requireKey(context) })
  } catch (thrown) {
    if (isRefusal(thrown, 'no_active_session', 'agent_not_found')) await dropSession(context.home, agentId)
    if (!held || !key || !isRefusal(thrown, ...DEAD_SESSION, 'insufficient_scope')) throw thrown
    return deactivateByKey(context, agentId, key)
  }
}

async function deactivateByKey(context: Context, agentId: string, key: string): Promise<Summary> {
  try {
    return await deactivate(context, agentId, { key })
  } catch (thrown) {
    if (isRefusal(thrown, 'no_active_session')) await dropSession(context.home, agentId)
    throw thrown
  }
}

function deactivate(context: Context, agentId: string, credentials: { token?: string; key?: string | undefined }): Promise<Summary> {
  const params = { path: { agent_id: agentId } }
  return answer(context.api(credentials).POST('/api/v2/agents/{agent_id}/deactivate', { params }))
}
