import { type Command, Option } from 'commander'
import { writeCommaList } from '../../lib/input/comma-list'
import type { Context } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { type Api, type RankedMemory, unwrap } from '../http/client'
import { MEMORY_TYPES, type MemoryType } from '../memory-types'
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
      limitOption('memories').default(10),
      new Option('--type <type>', `only memories of this type; repeatable or comma-separated (${MEMORY_TYPES.join(', ')})`).argParser(
        listParser(MEMORY_TYPES),
      ),
      new Option('--tag <tag>', 'only memories with this tag; repeatable or comma-separated').argParser(parseList),
      tagsOption(),
      new Option('--min-confidence <number>', 'only memories with at least this confidence, 0 to 1').argParser(parseNumber),
      new Option('--created-after <time>', 'only memories stored at this time or later'),
      new Option('--created-before <time>', 'only memories stored before this time'),
      agentOption(),
      noRenewOption(),
      reactivateOption(),
      localOption(),
    ],
    run: (context, ...words) => recall(context, words.join(' '), command.opts()),
  })
}

interface RecallOptions {
  recent?: boolean
  asOf?: string
  changedSince?: string
  limit: number
  type?: string[]
  tag?: string[]
  tags?: string[]
  minConfidence?: number
  createdAfter?: string
  createdBefore?: string
}

async function recall(context: Context, query: string, options: RecallOptions & { reactivate?: boolean }): Promise<void> {
  const request = parseRecall(query, options)
  const found = await runInSession(context, options.reactivate === true)((api, agentId) => send(api, agentId, request))
  context.print(found, (format) => memoryList(found.memories, format))
}

/** What to recall: by a query, the latest, as known at a time, or changed since a time. */
type RecallRequest =
  | { by: 'query'; query: string; filters: Filters }
  | { by: 'recent'; filters: Filters }
  | { by: 'as-of'; time: string; filters: Filters }
  | { by: 'changed-since'; time: string; filters: Filters }

/**
 * Returns the request for a query and options.
 * @throws usage unless exactly one of query, `--recent`, `--as-of` and `--changed-since` is given.
 */
export function parseRecall(query: string, { recent, asOf, changedSince, ...options }: RecallOptions): RecallRequest {
  const filters = parseFilters(options)
  const requests: RecallRequest[] = [
    ...(query !== '' ? [{ by: 'query' as const, query, filters }] : []),
    ...(recent ? [{ by: 'recent' as const, filters }] : []),
    ...(asOf !== undefined ? [{ by: 'as-of' as const, time: asOf, filters }] : []),
    ...(changedSince !== undefined ? [{ by: 'changed-since' as const, time: changedSince, filters }] : []),
  ]
  const [request] = requests
  if (request && requests.length === 1) return request
  throw new CommandError(
    'usage',
    request ? 'These options exclude each other.' : 'No query.',
    'Enter a query, or use --recent, --as-of or --changed-since.',
  )
}

type Filters = ReturnType<typeof parseFilters>

function parseFilters({ limit, type, tag, tags, minConfidence, createdAfter, createdBefore }: RecallOptions) {
  return {
    limit,
    ...(type && { type: type as MemoryType[] }),
    ...((tag || tags) && { tags: [...(tag ?? []), ...(tags ?? [])].map((each) => writeCommaList([each])) }),
    ...(minConfidence !== undefined && { min_confidence: minConfidence }),
    ...(createdAfter && { created_after: createdAfter }),
    ...(createdBefore && { created_before: createdBefore }),
  }
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
