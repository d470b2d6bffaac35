import { expect, test } from 'vitest'
import { axisTicks, formatTick } from './axis'

test.each([
  [0, [0, 1, 2, 3, 4]],
  [1, [0, 1, 2, 3, 4]],
  [4, [0, 1, 2, 3, 4]],
  [5, [0, 2, 4, 6, 8]],
  [9, [0, 3, 6, 9, 12]],
  [40, [0, 10, 20, 30, 40]],
  [100, [0, 25, 50, 75, 100]],
  [1_062, [0, 300, 600, 900, 1_200]],
  [3_900, [0, 1_000, 2_000, 3_000, 4_000]],
  [100_000, [0, 25_000, 50_000, 75_000, 100_000]],
])('the marks of an axis up to %d are round and equally far apart', (highest, ticks) => {
  expect(axisTicks(highest)).toEqual(ticks)
})

test('numbers of an axis are short', () => {
  expect([0, 75, 750, 1_000, 4_500, 12_500, 75_000, 100_000, 2_500_000].map(formatTick)).toEqual([
    '0',
    '75',
    '750',
    '1K',
    '4.5K',
    '12.5K',
    '75K',
    '100K',
    '2.5M',
  ])
})
