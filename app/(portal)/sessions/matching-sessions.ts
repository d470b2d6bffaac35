import { timesInWords } from '@/app/_ui/time-range-words'
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

/** The active sessions that match a list's filters, with times as days of a zone; undefined when there are none. */
export function describeMatching(
  search: SessionSearch,
  { status, now }: Awaited<ReturnType<typeof countSessionFacets>>,
  { zone, openedBy = search.opened_by }: { zone: string; openedBy?: string | undefined },
): MatchingSessions | undefined {
  const { cursor: _page, sort: _sort, ...filters } = search
  const count = search.status === 'inactive' ? 0 : status[search.status ?? 'active']
  if (count === 0) return undefined
  const seen = { seen_at: rfc3339(now), seen_count: String(count) }
  return { count, words: inWords(search, openedBy, zone), fields: { ...toFormFields(filters), ...seen } }
}

const toFormFields = (filters: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value instanceof Date ? rfc3339(value) : String(value)]],
    ),
  )

function inWords({ agent_id, status, ...times }: SessionSearch, openedBy: string | undefined, zone: string): string {
  const started = timesInWords(times, zone)
  const parts = [
    agent_id === undefined ? 'all agents' : `agent ${agent_id}`,
    openedBy !== undefined && `opened by ${openedBy}`,
    status === 'expiring' && 'less than 30 minutes left',
    started !== undefined && `started ${started.replace(/^Last/, 'in the last').replace(/^\d/, 'on $&')}`,
  ]
  return parts.filter(Boolean).join(', ')
}
