import { expect, test } from 'vitest'
import { readSearch } from '@/app/_url/read-search'
import { filtersOf, isFiltered, REQUEST_SEARCH } from './search'

const read = (search: Record<string, string>) => readSearch(REQUEST_SEARCH, search)

test('an operation filters by its method and its path', () => {
  expect(filtersOf(read({ call: 'POST /api/v2/agents', status: 'error', range: '24h' }))).toMatchObject({
    ...{ method: 'POST', route: '/api/v2/agents', status: 'error', hours: 24 },
  })
})

test('a request id may have blanks around it, and an unknown outcome filters nothing', () => {
  expect(filtersOf(read({ request_id: ' req_1 ', status: 'strange' }))).toMatchObject({ requestId: 'req_1', status: undefined })
  expect(isFiltered(read({ status: 'strange', cursor: 'x' }))).toBe(false)
})
