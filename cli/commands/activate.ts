import { type Command, Option } from 'commander'
import { commandState } from '../command-state'
import { apiWithKey, type Context } from '../context'
import { defineCommand } from '../define-command'
import { unwrap } from '../http/client'
import { localOption, parsePositive } from '../options'
import { activationLines } from '../output/session'
import { agentName } from '../settings'
import { storeSession } from '../storage/session-files'

/** Adds `agent activate`. */
export function addActivateCommand(group: Command): void {
  const command = defineCommand(group, 'activate <agent>', {
    description: 'start a session for an agent, or join the active one',
    examples: ['memanto agent activate customer-support', 'memanto agent activate billing-bot --hours 12 --create'],
    options: [
      new Option('--hours <number>', 'length of the session, up to 24 (default: team setting, usually 6)').argParser(parsePositive),
      new Option('--duration-hours <number>').argParser(parsePositive).conflicts('hours').hideHelp(),
      new Option('--on-active <action>', 'what to do if a session is already active').choices(['join', 'replace', 'reject']),
      new Option('--create', 'create the agent if it does not exist'),
      new Option('--show-token', 'print the whole session token'),
      localOption(),
    ],
    run: (context, agent) => activate(context, agentName(agent), command.opts()),
  })
}

interface ActivateOptions {
  hours?: number
  /** The name of --hours in other Memanto clients. */
  durationHours?: number
  onActive?: 'join' | 'replace' | 'reject'
  create?: boolean
  showToken?: boolean
}

async function activate(context: Context, agentId: string, options: ActivateOptions): Promise<void> {
  const { hours = options.durationHours, onActive, create, showToken } = options
  commandState.agentId = agentId
  const body = { ...(hours && { duration_hours: hours }), ...(onActive && { on_active: onActive }), ...(create && { create }) }
  const params = { path: { agent_id: agentId } }
  const session = await unwrap(apiWithKey(context).POST('/api/v2/agents/{agent_id}/activate', { params, body }))
  await storeSession(context.home, session, { activate: true, config: context.config })
  if (session.reused && !context.options.json) context.note('Joined the active session.')
  if (context.settings.sessionToken) context.note('MEMANTO_SESSION_TOKEN is set: commands keep using that token.')
  context.print(session, (format) => activationLines(session, showToken === true, format))
}
