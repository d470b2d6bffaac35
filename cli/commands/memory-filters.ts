import { Option } from 'commander'
import { MEMORY_STATUSES, MEMORY_TYPES, type MemoryStatus, type MemoryType, TRUST_LEVELS, type Trust } from '../memory-types'
import { listParser, parseList, parseNumber } from '../options'

/** The options that say which memories of all agents are meant. */
export interface FilterOptions {
  agents?: string[]
  type?: string[]
  tag?: string[]
  source?: string[]
  key?: string[]
  person?: string[]
  session?: string[]
  status?: string[]
  trust?: string[]
  minConfidence?: number
  createdAfter?: string
  createdBefore?: string
  occurredAfter?: string
  occurredBefore?: string
}

const listOption = (usage: string, what: string) =>
  new Option(usage, `only memories ${what}; repeatable or comma-separated`).argParser(parseList)
const choiceOption = (usage: string, what: string, choices: string[]) =>
  new Option(usage, `only memories ${what}; repeatable or comma-separated (${choices.join(', ')})`).argParser(listParser(choices))

/** The options of `memory search` and `memory bulk` that say which memories are meant. */
export const filterOptions = () => [
  listOption('--agents <names>', 'of these agents (default: all)'),
  choiceOption('--type <type>', 'of this type', MEMORY_TYPES),
  listOption('--tag <tag>', 'with all of these tags'),
  listOption('--source <text>', 'with this source'),
  listOption('--key <id>', 'written with this key'),
  listOption('--person <id>', 'written by this person'),
  listOption('--session <id>', 'stored in this session'),
  choiceOption('--status <status>', 'of this status', MEMORY_STATUSES),
  choiceOption('--trust <level>', 'with this trust', TRUST_LEVELS),
  new Option('--min-confidence <number>', 'only memories with at least this confidence, 0 to 1').argParser(parseNumber),
  new Option('--created-after <time>', 'only memories stored at this time or later'),
  new Option('--created-before <time>', 'only memories stored before this time'),
  new Option('--occurred-after <time>', 'only memories of what happened at this time or later'),
  new Option('--occurred-before <time>', 'only memories of what happened before this time'),
]

/** The filters as the API takes them, with lists as JSON lists. */
export const filtersOf = (query: string, options: FilterOptions) => ({
  ...(query !== '' && { q: query }),
  ...(options.agents && { agent_id: options.agents }),
  ...(options.type && { type: options.type as MemoryType[] }),
  ...(options.tag && { tags: options.tag }),
  ...(options.source && { source: options.source }),
  ...(options.key && { key_id: options.key }),
  ...(options.person && { person_id: options.person }),
  ...(options.session && { session_id: options.session }),
  ...(options.status && { status: options.status as (MemoryStatus | 'all')[] }),
  ...(options.trust && { trust: options.trust as (Trust | 'all')[] }),
  ...(options.minConfidence !== undefined && { min_confidence: options.minConfidence }),
  ...(options.createdAfter !== undefined && { created_after: options.createdAfter }),
  ...(options.createdBefore !== undefined && { created_before: options.createdBefore }),
  ...(options.occurredAfter !== undefined && { occurred_after: options.occurredAfter }),
  ...(options.occurredBefore !== undefined && { occurred_before: options.occurredBefore }),
})
