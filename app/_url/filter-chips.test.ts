import { expect, test } from 'vitest'
import { chipsOf } from './filter-chips'

test('each filter that is set has a link to the first page of the list without it', () => {
  const search = { status: 'active', range: 'custom', from: '2025-03-30', cursor: 'x', peek: 'sess_1' }
  const chips = chipsOf('/sessions', search, [
    ['State', 'Active', 'status'],
    ['Agent', undefined, 'agent_id'],
    ['Time', '2025-03-30', 'range', 'from', 'to'],
  ])
  expect(chips).toEqual([
    { label: 'State', value: 'Active', href: '/sessions?range=custom&from=2025-03-30' },
    { label: 'Time', value: '2025-03-30', href: '/sessions?status=active' },
  ])
})
