import { expect, test } from 'vitest'
import { readSearch } from '@/app/_url/read-search'
import { AUDIT_SEARCH, filtersOf } from './search'

test('only the times of the chosen range filter the audit log', () => {
  const times = { from: '2025-03-31', to: '2025-03-31' }
  expect(filtersOf(readSearch(AUDIT_SEARCH, { range: '1h', ...times, action: 'key' }))).toEqual({ action: 'key', hours: 1 })
  expect(filtersOf(readSearch(AUDIT_SEARCH, { range: 'custom', ...times }))).toEqual({
    from: new Date('2025-03-31T00:00:00Z'),
    to: new Date('2025-03-31T23:59:59.999Z'),
  })
})
