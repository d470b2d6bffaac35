import { expect, test } from 'vitest'
import { compareSizes, growthTableOf } from './growth-table'

const measured = [
  { name: 'recall', size: 1_000_000, rps: 50, p50_ms: 320, p99_ms: 400 },
  { name: 'recall', size: 1_000, rps: 200, p50_ms: 80, p99_ms: 100 },
  { name: 'extend', size: 1_000_000, rps: 990.04, p50_ms: 16, p99_ms: 20 },
  { name: 'extend', size: 1_000, rps: 1000, p50_ms: 16, p99_ms: 20 },
]

test('a call is compared with the same call at the smallest size', () => {
  expect(compareSizes(measured).map(({ name, size, vs_smallest }) => [name, size, vs_smallest])).toEqual([
    ['recall', 1_000_000, 0.25],
    ['recall', 1_000, 1],
    ['extend', 1_000_000, 0.99],
    ['extend', 1_000, 1],
  ])
})

test('the table names size and ratio', () => {
  const [, line] = growthTableOf(compareSizes(measured)).split('\n')
  expect(line?.replace(/\s+/g, ' ')).toBe('recall 1,000,000 50 320.00 400.00 0.25×')
})
