import { randomUUID } from 'node:crypto'
import { type Command, Option } from 'commander'
import { apiWithKey, type Context } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { unwrap } from '../http/client'
import { MEMORY_TYPES, type MemoryType } from '../memory-types'
import { parseList, reasonOption } from '../options'
import { memoriesOf } from '../output/lines'
import { changedMemoriesLines } from '../output/memory'
import { type FilterOptions, filterOptions, filtersOf } from './memory-filters'
import { warnFindings } from './remember'

const ACTS = ['add_tags', 'remove_tags', 'retype', 'delete', 'restore', 'approve'] as const

interface BulkOptions extends FilterOptions {
  ids?: string[]
  query?: string
  tags?: string[]
  to?: MemoryType
  reason?: string
  dryRun?: boolean
}

/** Adds `memory bulk`. */
export function addChangeMemoriesCommand(group: Command): void {
  const command = defineCommand(group, 'bulk <act>', {
    description: `change up to 1,000 memories: ${ACTS.join(', ')}`,
    examples: [
      'memanto memory bulk add_tags --tags reviewed --ids mem_1b6Q2tYx,mem_9pWd3kZa',
      'memanto memory bulk delete --source old-crm --dry-run',
      'memanto memory bulk retype --to preference --query "prefers" --agents customer-support',
    ],
    options: [
      new Option('--ids <ids>', 'the memories; repeatable or comma-separated').argParser(parseList),
      new Option('--query <text>', 'the memories that a search finds'),
      ...filterOptions(),
      new Option('--tags <tags>', 'with add_tags and remove_tags: the tags').argParser(parseList),
      new Option('--to <type>', 'with retype: the new type').choices(MEMORY_TYPES),
      reasonOption(),
      new Option('--dry-run', 'change nothing, and say what would be changed'),
    ],
    run: (context, act = '') => change(context, act, command.opts()),
  })
}

/** @throws not_changed if some memories were not changed. */
async function change(context: Context, text: string, { ids, query, tags, to, reason, dryRun, ...options }: BulkOptions): Promise<void> {
  const act = ACTS.find((each) => each === text)
  if (act === undefined) throw new CommandError('usage', `The act must be one of ${ACTS.join(', ')}.`)
  const filter = { ...filtersOf('', options), ...(query !== undefined && { q: query }) }
  const hasFilter = Object.keys(filter).length > 0
  if ((ids !== undefined) === hasFilter) throw new CommandError('usage', 'Say which memories: either --ids, or --query and filters.')
  const body = {
    act,
    ...(ids ? { ids } : { filter }),
    ...(tags && { tags }),
    ...(to && { type: to }),
    ...(reason !== undefined && { reason }),
    ...(dryRun && { dry_run: true as const }),
  }
  const header = { 'Idempotency-Key': randomUUID() }
  const changed = await unwrap(apiWithKey(context).POST('/api/v2/memories/bulk', { params: { header }, body }))
  warnFindings(context, changed)
  context.print(changed, (format) => changedMemoriesLines(changed, format))
  if (changed.failed > 0 && !changed.dry_run)
    throw new CommandError(
      'not_changed',
      `${memoriesOf(changed.failed)} would have more than 20 tags, and ${changed.failed === 1 ? 'was' : 'were'} not changed.`,
      'Remove tags of these first: memanto memory bulk remove_tags',
    )
}
