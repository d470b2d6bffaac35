import type { Command } from 'commander'
import { commandState } from '../command-state'
import { type Context, requireKey } from '../context'
import { defineCommand } from '../define-command'
import { CommandError, isApiError } from '../errors'
import { type Summary, unwrap } from '../http/client'
import { agentOption } from '../options'
import { summaryLines } from '../output/session'
import { SESSION_OVER_CODES, tokenFor } from '../session/current'
import { requireAgent } from '../session/select'
import { agentName } from '../settings'
import { forgetSession, storedSessionIds } from '../storage/session-files'

/** Adds `agent deactivate`. */
export function addDeactivateCommand(group: Command): void {
  defineCommand(group, 'deactivate [agent]', {
    description: "end an agent's session and show its summary",
    examples: ['memanto agent deactivate', 'memanto agent deactivate billing-bot'],
    options: [agentOption()],
    run: async (context, agent) => {
      if (agent !== undefined && context.options.agent !== undefined && agent !== context.options.agent)
        throw new CommandError('usage', `Use either '${agent}' or --agent.`, 'One command ends the session of one agent. Name it once.')
      const agentId = agent === undefined ? requireAgent(context.options.agent, context.settings, context.config) : agentName(agent)
      commandState.agentId = agentId
      const summary = await deactivate(context, agentId)
      context.print(summary, (format) => summaryLines(summary, format))
    },
  })
}

/** API error codes that mean that the agent has no session to end. */
const NO_SESSION_CODES = ['no_active_session', 'session_ended', 'agent_not_found', 'agent_deleted']

async function deactivate(context: Context, agentId: string): Promise<Summary> {
  const stored = storedSessionIds(context.home, context.config, agentId)
  try {
    const summary = await withTokenOrKey(context, agentId)
    await forgetSession(context.home, agentId, [...stored, summary.session_id])
    return summary
  } catch (thrown) {
    if (isApiError(thrown, ...NO_SESSION_CODES)) await forgetSession(context.home, agentId, stored)
    throw thrown
  }
}

/** Ends the session with its token, or with the key if the token does not work any more: the command is about the agent, not about the token. */
async function withTokenOrKey(context: Context, agentId: string): Promise<Summary> {
  const session = tokenFor({ ...context, options: { ...context.options, agent: agentId } }, agentId)
  const key = context.settings.apiKey?.value
  if (session === undefined) return request(context, agentId, { key: requireKey(context) })
  try {
    return await request(context, agentId, { token: session.token, key })
  } catch (thrown) {
    if (key === undefined || !isApiError(thrown, ...SESSION_OVER_CODES, 'insufficient_scope')) throw thrown
    return request(context, agentId, { key })
  }
}

function request(context: Context, agentId: string, credentials: { token?: string; key?: string | undefined }): Promise<Summary> {
  const params = { path: { agent_id: agentId } }
  return unwrap(context.api(credentials).POST('/api/v2/agents/{agent_id}/deactivate', { params }))
}
