import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Agent, answer } from '../client'
import { type Context, managing } from '../context'
import { CommandFailure } from '../failures'
import { isObject } from '../json-file'
import { leaf, limitOption, localOption, positive, running } from '../leaf'
import { paged } from '../pages'
import { printAgent, printAgents } from '../print-agent'
import { success } from '../print-lines'
import { printActivation } from '../print-session'
import { dropSession, keepSession } from '../session-files'
import { agentName } from '../settings'
import { ask } from '../terminal'
import { addDeactivateCommand } from './deactivate'

const PATTERNS = ['support', 'project', 'tool'] as const

export function addAgentCommands(program: Command): void {
  const group = program.command('agent').description('agents: persistent identities, each with its own memories')
  group.addHelpText('after', '\nExample:\n  $ memanto agent activate customer-support')
  addActivate(group)
  addDeactivateCommand(group)
  addCreate(group)
  addReading(group)
  addDelete(group)
}

function addActivate(group: Command): void {
  const command = leaf(group, 'activate <agent>', {
    does: 'start a session for an agent, or join the active one',
    examples: ['memanto agent activate customer-support', 'memanto agent activate billing-bot --hours 12 --create'],
    options: [
      new Option('--hours <number>', 'length of the session, up to 24 (default: team setting, usually 6)').argParser(positive),
      new Option('--duration-hours <number>').argParser(positive).conflicts('hours').hideHelp(),
      new Option('--on-active <what>', 'what to do if a session is already active').choices(['join', 'replace', 'reject']),
      new Option('--create', 'create the agent if it does not exist'),
      new Option('--show-token', 'print the whole session token'),
      localOption(),
    ],
    work: (context, agent) => activate(context, agentName(agent), command.opts()),
  })
}

interface ActivateOptions {
  hours?: number
  /** What other Memanto clients call --hours. */
  durationHours?: number
  onActive?: 'join' | 'replace' | 'reject'
  create?: boolean
  showToken?: boolean
}

async function activate(context: Context, agentId: string, options: ActivateOptions): Promise<void> {
  const { hours = options.durationHours, onActive, create, showToken } = options
  running.agentId = agentId
  const body = { ...(hours && { duration_hours: hours }), ...(onActive && { on_active: onActive }), ...(create && { create }) }
  const params = { path: { agent_id: agentId } }
  const session = await answer(managing(context).POST('/api/v2/agents/{agent_id}/activate', { params, body }))
  await keepSession(context.home, session, { activate: true })
  if (session.reused && !context.options.json) context.note('Joined the active session.')
  if (context.settings.sessionToken) context.note('MEMANTO_SESSION_TOKEN is set: commands keep using that token.')
  context.print(session, (look) => printActivation(session, showToken === true, look))
}

interface NewAgent {
  pattern?: Agent['pattern']
  description?: string
  /** As JSON text: the server reads it, and refuses what it cannot keep exactly. */
  metadata?: string
}

function addCreate(group: Command): void {
  const command = leaf(group, 'create <agent>', {
    does: 'create an agent',
    examples: ['memanto agent create customer-support --description "Answers customers by e-mail"'],
    options: [
      new Option('--pattern <pattern>', 'kind of agent, for lists and filters').choices(PATTERNS),
      new Option('--description <text>', 'a short description'),
      new Option('--metadata <json>', 'a JSON object with your own data').argParser(jsonObject),
    ],
    work: async (context, agent) => {
      running.agentId = agentName(agent)
      const { pattern, description, metadata } = command.opts<NewAgent>()
      const described = {
        ...(pattern && { pattern }),
        ...(description && { description }),
        ...(metadata && { metadata: metadata as never }),
      }
      const body = { agent_id: agent, ...described }
      const made = await answer(managing(context).POST('/api/v2/agents', { body }))
      context.print(made, (look) => [success(`Agent '${made.agent_id}' created`, look), ...printAgent(made, look).slice(1)])
    },
  })
}

function jsonObject(text: string): string {
  try {
    if (isObject(JSON.parse(text))) return text
  } catch {}
  throw new InvalidArgumentError('It must be a JSON object, such as {"owner": "ada"}.')
}

function addReading(group: Command): void {
  const command = leaf(group, 'list', {
    does: 'list the agents of your team, newest first',
    examples: ['memanto agent list', 'memanto agent list --status active --json'],
    options: [
      new Option('-q, --query <text>', 'only agents whose name or description contains this'),
      new Option('--status <status>', 'only agents with this status').choices(['active', 'inactive']),
      limitOption('agents').default(50),
      new Option('--all', 'list all, whatever the number'),
      localOption(),
    ],
    work: (context) => list(context, command.opts()),
  })
  leaf(group, 'show <agent>', {
    does: 'show an agent and its active session',
    examples: ['memanto agent show customer-support'],
    options: [localOption()],
    work: async (context, agent) => {
      running.agentId = agentName(agent)
      const found = await answer(managing(context).GET('/api/v2/agents/{agent_id}', { params: { path: { agent_id: agent } } }))
      context.print(found, (look) => printAgent(found, look))
    },
  })
}

interface ListOptions {
  query?: string
  status?: 'active' | 'inactive'
  limit: number
  all?: boolean
}

async function list(context: Context, { query, status, limit, all }: ListOptions): Promise<void> {
  const api = managing(context)
  const { items, first, nextCursor } = await paged(all ? Number.POSITIVE_INFINITY : limit, async (page) => {
    const asked = { ...(query && { q: query }), ...(status && { status }), ...page }
    const body = await answer(api.GET('/api/v2/agents', { params: { query: asked } }))
    return { ...body, items: body.agents }
  })
  const answered = { agents: items, count: items.length, total: first.total, next_cursor: nextCursor }
  context.print(answered, (look) => printAgents(items, look))
  if (nextCursor !== null && !context.options.json) context.note(`Showing ${items.length} of ${first.total}. Use --all to list all.`)
}

function addDelete(group: Command): void {
  const command = leaf(group, 'delete <agent>', {
    does: 'delete an agent and its memories',
    examples: ['memanto agent delete billing-bot', 'memanto agent delete billing-bot --yes'],
    options: [new Option('--yes', 'do not ask for confirmation')],
    work: async (context, agent) => {
      running.agentId = agentName(agent)
      if (!command.opts<{ yes?: boolean }>().yes) await confirm(agent)
      const api = managing(context)
      const gone = await answer(api.DELETE('/api/v2/agents/{agent_id}', { params: { path: { agent_id: agent } } }))
      await dropSession(context.home, agent, { agentIsGone: true })
      context.print(gone, (look) => [success(`Agent '${gone.agent_id}' deleted`, look), `Memories Deleted: ${gone.memories_deleted}`])
    },
  })
}

/** Only somebody who sees the question can answer it. */
async function confirm(agent: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CommandFailure('usage', `Deleting '${agent}' also deletes its memories. No terminal to ask for confirmation.`, 'Add --yes.')
  const typed = await ask(`Deleting '${agent}' also deletes its memories. Type its name to confirm: `)
  if (typed !== agent) throw new CommandFailure('usage', "Name doesn't match. Nothing was deleted.")
}
