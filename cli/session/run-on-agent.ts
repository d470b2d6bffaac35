import { apiWithKey, type Context } from '../context'
import { runInSession, type SessionRunner } from './run-in-session'
import { requireAgent } from './select'

/**
 * Returns a function that does work on the selected agent: with the API key if there is one, which needs no session, otherwise in its session.
 * @throws no_agent, no_session, not_signed_in
 */
export function runOnAgent(context: Context): SessionRunner {
  const { settings, config, options } = context
  if (settings.apiKey === undefined) return runInSession(context, false)
  const agentId = requireAgent(options.agent, settings, config)
  const api = apiWithKey(context)
  return (work) => work(api, agentId)
}
