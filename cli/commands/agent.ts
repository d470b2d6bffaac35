import { type Command, Option } from 'commander'
import { commandState } from '../command-state'
import { apiWithKey, type Context } from '../context'
import { defineCommand } from '../define-command'
import { type Agent, unwrap } from '../http/client'
import { listPages } from '../http/pages'
import { confirmByName } from '../input/confirm'
import { limitOption, localOption } from '../options'
import { agentLines, agentTable } from '../output/agent'
import { success } from '../output/lines'
import { agentName } from '../settings'
import { forgetDeletedAgent, storedSessionIds } from '../storage/session-files'
import { addActivateCommand } from './activate'
import { metadataOption, patternOption } from './agent-options'
import { addDeactivateCommand } from './deactivate'
import { addEditAgentCommand } from './edit-agent'

/** Adds the commands of `memanto agent`. */
export function addAgentCommands(program: Command): void {
  const group = program.command('agent').description('agents: persistent identities, each with its own memories')
  group.addHelpText('after', '\nExample:\n  $ memanto agent activate customer-support')
  addActivateCommand(group)
  addDeactivateCommand(group)
  addCreateCommand(group)
  addListCommand(group)
  addShowCommand(group)
  addEditAgentCommand(group)
  addDeleteCommand(group)
}

interface CreateOptions {
  pattern?: Agent['pattern']
  description?: string
  metadata?: string
}

function addCreateCommand(group: Command): void {
  const command = defineCommand(group, 'create <agent>', {
    description: 'create an agent',
    examples: ['memanto agent create customer-support --description "Answers customers by e-mail"'],
    options: [patternOption(), new Option('--description <text>', 'a short description'), metadataOption()],
    mayBeBlank: ['description'],
    run: async (context, agent) => {
      commandState.agentId = agentName(agent)
      const { pattern, description, metadata } = command.opts<CreateOptions>()
      const body = {
        agent_id: agent,
        ...(pattern && { pattern }),
        ...(description && { description }),
        ...(metadata && { metadata: metadata as never }),
      }
      const created = await unwrap(apiWithKey(context).POST('/api/v2/agents', { body }))
      context.print(created, (format) => [success(`Agent '${created.agent_id}' created`, format), ...agentLines(created, format).slice(1)])
    },
  })
}

interface ListOptions {
  query?: string
  status?: 'active' | 'inactive'
  limit: number
  all?: boolean
}

function addListCommand(group: Command): void {
  const command = defineCommand(group, 'list', {
    description: 'list the agents of your team, newest first',
    examples: ['memanto agent list', 'memanto agent list --status active --json'],
    options: [
      new Option('-q, --query <text>', 'only agents whose name or description contains this'),
      new Option('--status <status>', 'only agents with this status').choices(['active', 'inactive']),
      limitOption('agents').default(50),
      new Option('--all', 'list all, whatever the number'),
      localOption(),
    ],
    run: (context) => list(context, command.opts()),
  })
}

async function list(context: Context, { query, status, limit, all }: ListOptions): Promise<void> {
  const api = apiWithKey(context)
  const filters = { ...(query && { q: query }), ...(status && { status }) }
  const { items, first, nextCursor } = await listPages(all ? Number.POSITIVE_INFINITY : limit, async (page) => {
    const body = await unwrap(api.GET('/api/v2/agents', { params: { query: { ...filters, ...page } } }))
    return { ...body, items: body.agents }
  })
  const response = { agents: items, count: items.length, total: first.total, next_cursor: nextCursor }
  context.print(response, (format) => agentTable(items, format))
  if (nextCursor !== null) context.note(`Showing ${items.length} of ${first.total}. Use --all to list all.`)
}

function addShowCommand(group: Command): void {
  defineCommand(group, 'show <agent>', {
    description: 'show an agent and its active session',
    examples: ['memanto agent show customer-support'],
    options: [localOption()],
    run: async (context, agent) => {
      commandState.agentId = agentName(agent)
      const found = await unwrap(apiWithKey(context).GET('/api/v2/agents/{agent_id}', { params: { path: { agent_id: agent } } }))
      context.print(found, (format) => agentLines(found, format))
    },
  })
}

function addDeleteCommand(group: Command): void {
  const command = defineCommand(group, 'delete <agent>', {
    description: 'delete an agent and its memories',
    examples: ['memanto agent delete billing-bot', 'memanto agent delete billing-bot --yes'],
    options: [new Option('--yes', 'do not ask for confirmation')],
    run: async (context, agent) => {
      commandState.agentId = agentName(agent)
      if (!command.opts<{ yes?: boolean }>().yes) await confirmByName(`Deleting '${agent}' also deletes its memories`, agent)
      const api = apiWithKey(context)
      const stored = storedSessionIds(context.home, context.config, agent)
      const deleted = await unwrap(api.DELETE('/api/v2/agents/{agent_id}', { params: { path: { agent_id: agent } } }))
      await forgetDeletedAgent(context.home, agent, stored)
      context.print(deleted, (format) => [
        success(`Agent '${deleted.agent_id}' deleted`, format),
        `Memories Deleted: ${deleted.memories_deleted}`,
      ])
    },
  })
}
