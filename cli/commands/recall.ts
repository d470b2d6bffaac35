import { type Command, Option } from 'commander'
import type { Context } from '../context'
import { defineCommand } from '../define-command'
import { type Api, type RankedMemory, unwrap } from '../http/client'
import { MEMORY_STATUSES, MEMORY_TYPES } from '../memory-types'
import {
  agentOption,
  limitOption,
  listParser,
  localOption,
  noRenewOption,
  parseList,
  parseNumber,
  reactivateOption,
  tagsOption,
} from '../options'
import { memoryList } from '../output/memory'
import { runInSession } from '../session/run-in-session'
import { parseRecall, type RecallOptions, type RecallRequest } from './parse-recall'

/** Adds `recall`. */
export function addRecallCommand(program: Command): void {
  const command = defineCommand(program, 'recall [query...]', {
    description: "find an agent's memories, by query or by time",
    examples: [
      'memanto recall "how to reach Ada"',
      'memanto recall "refunds" --type decision --tag billing --min-confidence 0.7',
      'memanto recall --recent --limit 5',
      'memanto recall --changed-since 2025-03-31',
    ],
    options: [
      new Option('--recent', 'the latest memories, newest first'),
      new Option('--as-of <time>', 'what was known at this time, newest first'),
      new Option('--changed-since <time>', 'what was stored or changed since this time'),
      new Option('--explain', 'with a query: why each memory was found'),
      limitOption('memories').default(10),
      new Option('--type <type>', `only memories of this type; repeatable or comma-separated (${MEMORY_TYPES.join(', ')})`).argParser(
        listParser(MEMORY_TYPES),
      ),
      new Option('--tag <tag>', 'only memories with all of these tags; repeatable or comma-separated').argParser(parseList),
      tagsOption(parseList),
      new Option('--min-confidence <number>', 'only memories with at least this confidence, 0 to 1').argParser(parseNumber),
      new Option('--created-after <time>', 'only memories stored at this time or later'),
      new Option('--created-before <time>', 'only memories stored before this time'),
      new Option(
        '--status <status>',
        `memories of this status instead of active ones; repeatable (${MEMORY_STATUSES.join(', ')})`,
      ).argParser(listParser(MEMORY_STATUSES)),
      agentOption(),
      noRenewOption(),
      reactivateOption(),
      localOption(),
    ],
    run: (context, ...words) => recall(context, words.join(' '), command.opts()),
  })
}

async function recall(context: Context, query: string, options: RecallOptions & { reactivate?: boolean }): Promise<void> {
  const request = parseRecall(query, options)
  const found = await runInSession(context, options.reactivate === true)((api, agentId) => send(api, agentId, request))
  context.print(found, (format) => memoryList(found.memories, format))
}

function send(api: Api, agentId: string, request: RecallRequest): Promise<{ memories: RankedMemory[] }> {
  const { filters } = request
  const path = { agent_id: agentId }
  switch (request.by) {
    case 'query':
      return unwrap(api.GET('/api/v2/agents/{agent_id}/recall', { params: { path, query: { query: request.query, ...filters } } }))
    case 'recent':
      return unwrap(api.GET('/api/v2/agents/{agent_id}/recall/recent', { params: { path, query: filters } }))
    case 'as-of':
      return unwrap(api.GET('/api/v2/agents/{agent_id}/recall/as-of', { params: { path, query: { as_of: request.time, ...filters } } }))
    case 'changed-since':
      return unwrap(
        api.GET('/api/v2/agents/{agent_id}/recall/changed-since', { params: { path, query: { since: request.time, ...filters } } }),
      )
  }
}
