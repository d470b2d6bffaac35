import { type Command, Option } from 'commander'
import { writeCommaList } from '../../lib/comma-list'
import { type Api, answer, type RankedMemory } from '../client'
import type { Context } from '../context'
import { CommandFailure } from '../failures'
import {
  agentOption,
  leaf,
  limitOption,
  localOption,
  noRenewOption,
  number,
  reactivateOption,
  several,
  severalOf,
  tagsOption,
} from '../leaf'
import { MEMORY_TYPES, type MemoryType } from '../memory-words'
import { printMemories } from '../print-memory'
import { insideSession } from '../use-session'

export function addRecallCommand(program: Command): void {
  const command = leaf(program, 'recall [query...]', {
    does: "find an agent's memories, by query or by time",
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
        severalOf(MEMORY_TYPES),
      ),
      new Option('--tag <tag>', 'only memories with this tag; repeatable or comma-separated').argParser(several),
      tagsOption(),
      new Option('--min-confidence <number>', 'only memories with at least this confidence, 0 to 1').argParser(number),
      new Option('--created-after <time>', 'only memories stored at this time or later'),
      new Option('--created-before <time>', 'only memories stored before this time'),
      agentOption(),
      noRenewOption(),
      reactivateOption(),
      localOption(),
    ],
    work: (context, ...words) => recall(context, words.join(' '), command.opts()),
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
  reactivate?: boolean
}

async function recall(context: Context, query: string, options: RecallOptions): Promise<void> {
  const find = finder(query, options)
  const found = await insideSession(context, options.reactivate === true)(find)
  context.print(found, (look) => printMemories(found.memories, look))
}

type Find = (api: Api, agentId: string) => Promise<{ memories: RankedMemory[] }>

/** The one call that was asked for. */
function finder(query: string, { recent, asOf, changedSince, ...options }: RecallOptions): Find {
  const asked = [query !== '', recent === true, asOf !== undefined, changedSince !== undefined].filter(Boolean).length
  if (asked !== 1)
    throw new CommandFailure(
      'usage',
      asked === 0 ? 'No query.' : 'These options exclude each other.',
      'Enter a query, or use --recent, --as-of or --changed-since.',
    )
  const filters = filtersOf(options)
  const at = <Query extends object>(agent_id: string, own: Query) => ({ params: { path: { agent_id }, query: { ...own, ...filters } } })
  if (recent) return (api, agent) => answer(api.GET('/api/v2/agents/{agent_id}/recall/recent', at(agent, {})))
  if (asOf !== undefined) return (api, agent) => answer(api.GET('/api/v2/agents/{agent_id}/recall/as-of', at(agent, { as_of: asOf })))
  if (changedSince !== undefined)
    return (api, agent) => answer(api.GET('/api/v2/agents/{agent_id}/recall/changed-since', at(agent, { since: changedSince })))
  return (api, agent) => answer(api.GET('/api/v2/agents/{agent_id}/recall', at(agent, { query })))
}

function filtersOf({ limit, type, tag, tags, minConfidence, createdAfter, createdBefore }: RecallOptions) {
  return {
    limit,
    ...(type && { type: type as MemoryType[] }),
    ...((tag || tags) && { tags: [...(tag ?? []), ...(tags ?? [])].map((each) => writeCommaList([each])) }),
    ...(minConfidence !== undefined && { min_confidence: minConfidence }),
    ...(createdAfter && { created_after: createdAfter }),
    ...(createdBefore && { created_before: createdBefore }),
  }
}
