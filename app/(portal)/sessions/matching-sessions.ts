import { COUNTED_UP_TO } from '@/lib/bounded-count'
import type { countSessionFacets } from '@/lib/sessions/read'
import { rfc3339 } from '@/lib/time'
import type { SessionSearch } from './search'

/** The active sessions that match a list's filters: how many (bounded), in words, and as the fields of a form that ends them. */
export interface MatchingSessions {
  count: number
  words: string
  fields: Record<string, string>
}

/** What a person types to confirm that all sessions that match are ended: their number, or "all" when there are too many to count. */
export const confirmationOf = (count: number) => (count >= COUNTED_UP_TO ? 'all' : String(count))

/** The active sessions that match a list's filters; undefined when there are none. */
export function describeMatching(
  search: SessionSearch,
  { status, now }: Awaited<ReturnType<typeof countSessionFacets>>,
  openedBy = search.opened_by,
): MatchingSessions | undefined {
  const { cursor: _page, ...filters } = search
  const count = search.status === 'inactive' ? 0 : status[search.status ?? 'active']
  if (count === 0) return undefined
  const seen = { seen_at: rfc3339(now), seen_count: String(count) }
  return { count, words: inWords(search, openedBy), fields: { ...toFormFields(filters), ...seen } }
}

const toFormFields = (filters: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value instanceof Date ? rfc3339(value) : String(value)]],
    ),
  )

const RANGES = { '1h': 'hour', '24h': '24 hours', '7d': '7 days', '30d': '30 days' } as const

function inWords({ agent_id, status, range, from, to }: SessionSearch, openedBy: string | undefined): string {
  const parts = [
    agent_id === undefined ? 'all agents' : `agent ${agent_id}`,
    openedBy !== undefined && `opened by ${openedBy}`,
    status === 'expiring' && 'less than 30 minutes left',
    range !== undefined && range !== 'custom' ? `started in the last ${RANGES[range]}` : startedBetween(from, to),
  ]
  return parts.filter(Boolean).join(', ')
}

function startedBetween(from: Date | undefined, to: Date | undefined): string | false {
  if (from === undefined && to === undefined) return false
  return ['started', from && `from ${rfc3339(from)}`, to && `until ${rfc3339(to)}`].filter(Boolean).join(' ')
}
