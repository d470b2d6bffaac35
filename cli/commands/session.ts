import { type Command, Option } from 'commander'
import { commandState } from '../command-state'
import { apiWithKey, type Context } from '../context'
import { defineCommand } from '../define-command'
import { type SessionInfo, unwrap } from '../http/client'
import { listPages } from '../http/pages'
import { agentOption, limitOption, localOption, noRenewOption, parsePositive } from '../options'
import { extensionLines, sessionInfoLines, sessionTable } from '../output/session'
import { sessionDetailLines } from '../output/session-detail'
import { readSession, requireToken, selectedToken } from '../session/current'
import { extend, isExpiringSoon, RENEWAL_HOURS, warnExpiring } from '../session/renewal'
import { requireAgent } from '../session/select'
import { agentName } from '../settings'
import { addSessionMemoriesCommand } from './session-memories'

const END_REASONS = ['deactivated', 'replaced', 'expired', 'revoked', 'agent_deleted'] as const

/** Adds the commands of `memanto session`. */
export function addSessionCommands(program: Command): void {
  const group = program.command('session').description('sessions: limited periods in which an agent can store and retrieve memories')
  group.addHelpText('after', '\nExample:\n  $ memanto session info')
  addInfoCommand(group)
  addExtendCommand(group)
  addListCommand(group)
  addShowCommand(group)
  addSessionMemoriesCommand(group, currentSession)
}

function addInfoCommand(group: Command): void {
  defineCommand(group, 'info', {
    description: 'show the current session',
    examples: ['memanto session info', 'memanto session info --agent billing-bot --local'],
    options: [agentOption(), noRenewOption(), localOption()],
    run: async (context) => {
      const info = await currentSession(context)
      context.print(info, (format) => sessionInfoLines(info, format))
    },
  })
}

/** The selected agent's session, read with its token or, if there is none on this machine, with the key. */
async function currentSession(context: Context): Promise<SessionInfo> {
  const session = selectedToken(context)
  if (session) return readSession(context, session)
  const agentId = requireAgent(context.options.agent, context.settings, context.config)
  const params = { path: { agent_id: agentId } }
  const info = await unwrap(apiWithKey(context).GET('/api/v2/agents/{agent_id}/status', { params }))
  if (isExpiringSoon(info)) warnExpiring(context, info)
  return info
}

function addExtendCommand(group: Command): void {
  const command = defineCommand(group, 'extend', {
    description: 'add hours to the current session, or reactivate one that has just expired',
    examples: ['memanto session extend', 'memanto session extend --hours 12'],
    options: [
      new Option('--hours <number>', 'hours to add, up to 24').argParser(parsePositive).default(RENEWAL_HOURS),
      agentOption(),
      localOption(),
    ],
    run: async (context) => {
      commandState.isExtending = true
      const extended = await extend(context, requireToken(context), command.opts<{ hours: number }>().hours)
      context.print(extended, (format) => extensionLines(extended, format))
    },
  })
}

interface ListOptions {
  agent?: string
  status?: 'active' | 'inactive'
  endReason?: (typeof END_REASONS)[number]
  from?: string
  to?: string
  limit: number
  all?: boolean
}

function addListCommand(group: Command): void {
  const command = defineCommand(group, 'list', {
    description: 'list the sessions of your team, latest first',
    examples: ['memanto session list --status active', 'memanto session list --agent customer-support --from 2025-03-01 --all'],
    options: [
      new Option('-a, --agent <name>', 'only sessions of this agent'),
      new Option('--status <status>', 'only sessions with this status').choices(['active', 'inactive']),
      new Option('--end-reason <reason>', 'only sessions with this end reason').choices(END_REASONS),
      new Option('--from <time>', 'only sessions started at this time or later'),
      new Option('--to <time>', 'only sessions started before this time'),
      limitOption('sessions').default(50),
      new Option('--all', 'list all, whatever the number'),
      localOption(),
    ],
    run: (context) => list(context, command.opts()),
  })
}

async function list(context: Context, { limit, all, ...options }: ListOptions): Promise<void> {
  const api = apiWithKey(context)
  const filters = parseFilters(options)
  const { items, nextCursor } = await listPages(all ? Number.POSITIVE_INFINITY : limit, async (page) => {
    const body = await unwrap(api.GET('/api/v2/sessions', { params: { query: { ...filters, ...page } } }))
    return { ...body, items: body.sessions }
  })
  context.print({ sessions: items, count: items.length, next_cursor: nextCursor }, (format) => sessionTable(items, format))
  if (nextCursor !== null) context.note('More sessions match. Use --all to list all.')
}

function parseFilters({ agent, status, endReason, from, to }: Omit<ListOptions, 'limit' | 'all'>) {
  return {
    ...(agent && { agent_id: agentName(agent) }),
    ...(status && { status }),
    ...(endReason && { end_reason: endReason }),
    ...(from && { from }),
    ...(to && { to }),
  }
}

function addShowCommand(group: Command): void {
  defineCommand(group, 'show <session>', {
    description: 'show a session and its timeline',
    examples: ['memanto session show sess_0m8xq4k2pVb81mPq9sXw2LtRa'],
    options: [localOption()],
    run: async (context, session) => {
      const params = { path: { session_id: session } }
      const found = await unwrap(apiWithKey(context).GET('/api/v2/sessions/{session_id}', { params }))
      context.print(found, (format) => sessionDetailLines(found, format))
    },
  })
}
