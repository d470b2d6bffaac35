import { type Command, Option } from 'commander'
import { writeCommaList } from '../../lib/input/comma-list'
import { apiWithKey, type Context } from '../context'
import { defineCommand } from '../define-command'
import { unwrap } from '../http/client'
import { listPages } from '../http/pages'
import { limitOption, localOption } from '../options'
import { foundMemories } from '../output/memory'
import { type FilterOptions, filterOptions, filtersOf } from './memory-filters'

interface SearchOptions extends FilterOptions {
  limit: number
  counts?: boolean
}

/** Adds `memory search`. */
export function addSearchMemoriesCommand(group: Command): void {
  const command = defineCommand(group, 'search [query...]', {
    description: 'find memories of all agents that your key reaches: best match first, or without a query newest first',
    examples: [
      'memanto memory search "who likes e-mail"',
      'memanto memory search --tag billing --created-after 2025-03-31',
      'memanto memory search --trust quarantined',
    ],
    options: [
      ...filterOptions(),
      limitOption('memories').default(20),
      new Option('--counts', 'show how many memories of each agent match'),
      localOption(),
    ],
    run: (context, ...words) => search(context, words.join(' '), command.opts()),
  })
}

async function search(context: Context, query: string, options: SearchOptions): Promise<void> {
  const api = apiWithKey(context)
  const { tags, source, ...filters } = filtersOf(query, options)
  // In a URL, a list is one text with commas: an item with a comma is quoted.
  const written = { ...filters, ...(tags && { tags: tags.map(quoted) }), ...(source && { source: source.map(quoted) }) }
  const { items, first, nextCursor } = await listPages(options.limit, async (page) => {
    const found = await unwrap(api.GET('/api/v2/memories', { params: { query: { ...written, ...page } } }))
    return { ...found, items: found.memories }
  })
  const response = { memories: items, count: items.length, next_cursor: nextCursor, matches: first.matches }
  context.print(response, (format) => foundMemories(items, options.counts ? first.matches : null, format))
  if (nextCursor !== null) context.note('More memories match. Use --limit to show more.')
}

const quoted = (value: string) => writeCommaList([value])
