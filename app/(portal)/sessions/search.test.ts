import { expect, test } from 'vitest'
import { readSearch } from '@/app/_url/read-search'
import { filtersOf, SESSION_SEARCH } from './search'

const filtersOfUrl = (search: Record<string, string>) => filtersOf(readSearch(SESSION_SEARCH, search))

test('a custom range of one day is that whole day', () => {
  expect(filtersOfUrl({ range: 'custom', from: '2025-03-31', to: '2025-03-31' })).toMatchObject({
    from: new Date('2025-03-31T00:00:00Z'),
    to: new Date('2025-03-31T23:59:59.999Z'),
  })
})

test('a named range counts back from now, and filters that are not valid are left out', () => {
  expect(filtersOfUrl({ range: '24h', status: 'expiring', end_reason: 'nonsense', agent_id: 'bot' })).toEqual({
    agentName: 'bot',
    status: 'expiring',
    endReason: undefined,
    withinHours: 24,
    from: undefined,
    to: undefined,
  })
})
