import { expect, test } from 'vitest'
import { COUNTED_UP_TO } from '@/lib/bounded-count'
import { confirmationOf, describeMatching } from './matching-sessions'

test('to end all matching sessions their number is typed, or "all" when the number is not known exactly', () => {
  expect([1, 58, COUNTED_UP_TO - 1, COUNTED_UP_TO].map(confirmationOf)).toEqual(['1', '58', '999', 'all'])
})

test('the times of sessions that match are days of the zone of the list', () => {
  const counts = { status: { active: 58, expiring: 0, inactive: 0 }, now: new Date() } as unknown as Parameters<typeof describeMatching>[1]
  const wordsOf = (search: object) =>
    describeMatching({ sort: 'newest', ...search } as Parameters<typeof describeMatching>[0], counts, { zone: 'Europe/Berlin' })?.words
  const [from, to] = [new Date('2025-03-29T23:00:00Z'), new Date('2025-03-30T21:59:59.999Z')]
  expect([wordsOf({ from, to }), wordsOf({ from }), wordsOf({ range: '24h', agent_id: 'billing' }), wordsOf({})]).toEqual([
    'all agents, started on 2025-03-30',
    'all agents, started from 2025-03-30',
    'agent billing, started in the last 24 hours',
    'all agents',
  ])
})
