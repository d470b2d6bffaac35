import { expect, test } from 'vitest'
import { timeFrom } from './time-from'

const NOW = Date.parse('2026-03-31T12:00:00Z')

test.each([
  [0, '0 seconds ago'],
  [-1, '1 second ago'],
  [59, 'in 59 seconds'],
  [-60, '1 minute ago'],
  [-89, '1 minute ago'],
  [-119, '1 minute ago'],
  [-3_599, '59 minutes ago'],
  [3_600, 'in 1 hour'],
  [-26 * 3_600, '1 day ago'],
  [-29 * 86_400, '29 days ago'],
  [-45 * 86_400, '1 month ago'],
  [400 * 86_400, 'in 1 year'],
])('a moment %d seconds away is shown as "%s"', (seconds, words) => {
  expect(timeFrom(NOW + seconds * 1000, NOW)).toBe(words)
})
