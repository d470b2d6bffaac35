import { type Command, Option } from 'commander'
import { answer, type SessionInfo } from '../client'
import { type Context, managing } from '../context'
import { requireAgent } from '../held-session'
import { agentOption, leaf, limitOption, localOption, noRenewOption, positive, running } from '../leaf'
import { paged } from '../pages'
import { printExtension, printSessionDetail, printSessionInfo, printSessions } from '../print-session'
import { extend, isExpiringSoon, RENEWAL_HOURS, warnOfEnd } from '../renewal'
import { agentName } from '../settings'
import { pickedSession, readSession, requireSession } from '../use-session'

const END_REASONS = ['deactivated', 'replaced', 'expired', 'revoked', 'agent_deleted'] as const

export function addSessionCommands(program: Command): void {
  const group = program.command('session').description('sessions: limited periods in which an agent can store and retrieve memories')
  group.addHelpText('after', '\nExample:\n  $ memanto session info')
  addInfo(group)
  addExtend(group)
  addList(group)
  leaf(group, 'show <session>', {
    does: 'show a session and its timeline',
    examples: ['memanto session show sess_0m8xq4k2pVb81mPq9sXw2LtRa'],
    options: [localOption()],
    work: async (context, session) => {
      const params = { path: { session_id: session } }
      const found = await answer(managing(context).GET('/api/v2/sessions/{session_id}', { params }))
      context.print(found, (look) => printSessionDetail(found, look))
    },
  })
}

function addInfo(group: Command): void {
  leaf(group, 'info', {
    does: 'show the current session',
    examples: ['memanto session info', 'memanto session info --agent billing-bot --local'],
    options: [agentOption(), noRenewOption(), localOption()],
    work: async (context) => {
      const info = await currentSession(context)
      context.print(info, (look) => printSessionInfo(info, look))
    },
  })
}

/** The session that is held here; where none is, the agent's as the key sees it. */
async function currentSession(context: Context): Promise<SessionInfo> {
  const held = pickedSession(context)
  if (held) return readSession(context, held)
  const agentId = requireAgent(context.options.agent, context.settings, context.config)
  const params = { path: { agent_id: agentId } }
  const info = await answer(managing(context).GET('/api/v2/agents/{agent_id}/status', { params }))
  if (isExpiringSoon(info)) warnOfEnd(context, info)
  return info
}

function addExtend(group: Command): void {
  const command = leaf(group, 'extend', {
    does: 'add hours to the current session, or reactivate one that has just expired',
    examples: ['memanto session extend', 'memanto session extend --hours 12'],
    options: [
      new Option('--hours <number>', 'hours to add, up to 24').argParser(positive).default(RENEWAL_HOURS),
      agentOption(),
      localOption(),
    ],
    work: async (context) => {
      running.isExtending = true
      const extended = await extend(context, requireSession(context), command.opts<{ hours: number }>().hours)
      context.print(extended, (look) => printExtension(extended, look))
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

function addList(group: Command): void {
  const command = leaf(group, 'list', {
    does: 'list the sessions of your team, latest first',
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
    work: (context) => list(context, command.opts()),
  })
}

async function list(context: Context, { agent, status, endReason, from, to, limit, all }: ListOptions): Promise<void> {
  const api = managing(context)
  const filters = {
    ...(agent && { agent_id: agentName(agent) }),
    ...(status && { status }),
    ...(endReason && { end_reason: endReason }),
    ...(from && { from }),
    ...(to && { to }),
  }
  const { items, nextCursor } = await paged(all ? Number.POSITIVE_INFINITY : limit, async (page) => {
    const body = await answer(api.GET('/api/v2/sessions', { params: { query: { ...filters, ...page } } }))
    return { ...body, items: body.sessions }
  })
  context.print({ sessions: items, count: items.length, next_cursor: nextCursor }, (look) => printSessions(items, look))
  if (nextCursor !== null && !context.options.json) context.note('More sessions match. Use --all to list all.')
}
