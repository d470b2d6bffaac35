import { expect, test } from 'vitest'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { filtersOf, isFiltered, SESSION_SEARCH } from './search'

test('the list of one day covers that whole day', () => {
  const search = readSearch(SESSION_SEARCH, { range: 'custom', from: '2025-03-31', to: '2025-03-31' })
  expect(filtersOf(search)).toMatchObject({ from: new Date('2025-03-31T00:00:00Z'), to: new Date('2025-03-31T23:59:59.999Z') })
})

test('a range of hours takes precedence over times in the URL', () => {
  expect(filtersOf(readSearch(SESSION_SEARCH, { range: '24h', from: '2025-03-31' }))).toMatchObject({ withinHours: 24, from: undefined })
})

test('invalid parameters are left out, and the others still filter', () => {
  const search = readSearch(SESSION_SEARCH, { status: 'sleeping', agent_id: 'bot', from: 'yesterday' })
  expect(search).toEqual({ agent_id: 'bot', sort: 'newest' })
  expect(invalidIn(SESSION_SEARCH, { status: 'sleeping', agent_id: 'bot', from: 'yesterday' })).toEqual(['status', 'from'])
  expect([isFiltered(search), isFiltered({})]).toEqual([true, false])
})
