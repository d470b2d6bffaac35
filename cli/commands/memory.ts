import { type Command, Option } from 'commander'
import type { Context } from '../context'
import { defineCommand } from '../define-command'
import { type Api, type Memory, unwrap } from '../http/client'
import { listPages } from '../http/pages'
import { agentOption, ifVersionOption, limitOption, localOption, reasonOption, toVersionOption } from '../options'
import { changedLines, memoryDetails, versionList } from '../output/memory'
import { runOnAgent } from '../session/run-on-agent'
import { addApproveMemoryCommand } from './approve-memory'
import { addChangeMemoriesCommand } from './change-memories'
import { addDeleteMemoryCommand } from './delete-memory'
import { addEditMemoryCommand } from './edit-memory'
import { addEraseCommand } from './erase-memories'
import { type ChangeOptions, changeOf } from './memory-change'
import { warnFindings } from './remember'
import { addSearchMemoriesCommand } from './search-memories'

/** Adds the commands of `memanto memory`. */
export function addMemoryCommands(program: Command): void {
  const group = program.command('memory').description('memories: find, show, change, restore and delete them')
  group.addHelpText('after', '\nExample:\n  $ memanto memory history mem_1b6Q2tYx')
  addSearchMemoriesCommand(group)
  addShowCommand(group)
  addHistoryCommand(group)
  addEditMemoryCommand(group)
  addSupersedeCommand(group)
  addDeleteMemoryCommand(group)
  addRestoreCommand(group)
  addApproveMemoryCommand(group)
  addChangeMemoriesCommand(group)
  addEraseCommand(group)
}

function addShowCommand(group: Command): void {
  defineCommand(group, 'show <id>', {
    description: 'show a memory with its properties',
    examples: ['memanto memory show mem_1b6Q2tYx'],
    options: [agentOption(), localOption()],
    run: async (context, memory_id = '') => {
      const found = await runOnAgent(context)((api, agent_id) =>
        unwrap(api.GET('/api/v2/agents/{agent_id}/memories/{memory_id}', { params: { path: { agent_id, memory_id } } })),
      )
      context.print(found, (format) => memoryDetails(found, format))
    },
  })
}

function addHistoryCommand(group: Command): void {
  const command = defineCommand(group, 'history <id>', {
    description: 'show the versions of a memory, latest first: what it said, who wrote it, when and why',
    examples: ['memanto memory history mem_1b6Q2tYx'],
    options: [limitOption('versions').default(50), agentOption(), localOption()],
    run: (context, id = '') => history(context, id, command.opts<{ limit: number }>().limit),
  })
}

async function history(context: Context, memory_id: string, limit: number): Promise<void> {
  const run = runOnAgent(context)
  const { items, first, nextCursor } = await listPages(limit, (query) =>
    run(async (api, agent_id) => {
      const path = { agent_id, memory_id }
      const page = await unwrap(api.GET('/api/v2/agents/{agent_id}/memories/{memory_id}/history', { params: { path, query } }))
      return { ...page, items: page.versions }
    }),
  )
  const { agent_id } = first
  const response = { memory_id, agent_id, versions: items, count: items.length, next_cursor: nextCursor }
  context.print(response, (format) => versionList(items, format))
  if (nextCursor !== null)
    context.note(`Showing the latest ${items.length === 1 ? 'version' : `${items.length} versions`}. Use --limit to show more.`)
}

function addSupersedeCommand(group: Command): void {
  const command = defineCommand(group, 'supersede <id>', {
    description: 'mark a memory as superseded: it is no longer recalled, and keeps its history',
    examples: ['memanto memory supersede mem_1b6Q2tYx --by mem_9pWd3kZa', 'memanto memory supersede mem_1b6Q2tYx --reason "It is over."'],
    options: [new Option('--by <id>', 'the memory that takes its place'), reasonOption(), ifVersionOption(), agentOption()],
    run: async (context, memory_id = '') => {
      const { by, ...options } = command.opts<ChangeOptions & { by?: string }>()
      const body = { ...(by !== undefined && { superseded_by: by }), ...changeOf(options) }
      await change(context, 'Memory superseded', (api, agent_id) =>
        unwrap(api.POST('/api/v2/agents/{agent_id}/memories/{memory_id}/supersede', { params: { path: { agent_id, memory_id } }, body })),
      )
    },
  })
}

function addRestoreCommand(group: Command): void {
  const command = defineCommand(group, 'restore <id>', {
    description: 'make a deleted, superseded or expired memory active again, or give it back what an earlier version said',
    examples: [
      'memanto memory restore mem_1b6Q2tYx',
      'memanto memory restore mem_1b6Q2tYx --to-version 1 --reason "The change was wrong."',
    ],
    options: [toVersionOption(), reasonOption(), ifVersionOption(), agentOption()],
    run: async (context, memory_id = '') => {
      const { toVersion, ...options } = command.opts<ChangeOptions & { toVersion?: number }>()
      const body = { ...(toVersion !== undefined && { to_version: toVersion }), ...changeOf(options) }
      await change(context, 'Memory restored', (api, agent_id) =>
        unwrap(api.POST('/api/v2/agents/{agent_id}/memories/{memory_id}/restore', { params: { path: { agent_id, memory_id } }, body })),
      )
    },
  })
}

async function change(context: Context, done: string, work: (api: Api, agentId: string) => Promise<Memory>): Promise<void> {
  const memory = await runOnAgent(context)(work)
  warnFindings(context, memory)
  context.print(memory, (format) => changedLines(done, memory, format))
}
