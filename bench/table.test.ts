import { expect, test } from 'vitest'
import { figuresOf } from './measure'
import { BARE_HTTP, compareAll, NEXT_NOOP, tableOf } from './table'

const figures = (rps: number) => ({ rps, p50_ms: 1, p99_ms: 2 })
const measured = [
  { name: BARE_HTTP, connections: 1, ...figures(4000) },
  { name: BARE_HTTP, connections: 16, ...figures(40_000) },
  { name: NEXT_NOOP, connections: 16, ...figures(1000) },
  { name: 'session/current', connections: 16, ...figures(3000), bareSql: figures(5000) },
  { name: 'extend', connections: 1, ...figures(12.34567) },
]

test('a call is compared with what was measured at the same number of connections', () => {
  const rows = compareAll(measured)
  expect(rows[3]).toEqual({
    ...{ name: 'session/current', connections: 16, rps: 3000, p50_ms: 1, p99_ms: 2 },
    ...{ vs_bare_sql: 0.6, vs_next_noop: 3, vs_bare_http: 0.075 },
  })
})

test('what was not measured is null, not a number', () => {
  expect(compareAll(measured)[4]).toMatchObject({ rps: 12.3, vs_bare_sql: null, vs_next_noop: null, vs_bare_http: 0.0031 })
})

test('the table has columns of one width, and ratios a person can read', () => {
  const [head = '', ...lines] = tableOf(compareAll(measured)).split('\n')
  expect(lines[3]?.replace(/\s+/g, ' ')).toBe('session/current 16 3,000 1.00 2.00 0.60× 3.00× 0.075×')
  expect(lines[0]?.indexOf('4,000')).toBe(head.indexOf('req/s'))
})

test('figures are those of all turns together, over the time they took together', () => {
  const milliseconds = Array.from({ length: 100 }, (_, n) => 100 - n)
  const samples = [milliseconds.slice(0, 50), milliseconds.slice(50)].map((part) => ({ seconds: 0.25, milliseconds: part }))
  expect(figuresOf(samples)).toEqual({ rps: 200, p50_ms: 50, p99_ms: 99 })
})

test('a single answer is every percentile', () => {
  expect(figuresOf([{ seconds: 1, milliseconds: [7] }])).toEqual({ rps: 1, p50_ms: 7, p99_ms: 7 })
})

test('an empty turn, when all agents were used before, changes nothing', () => {
  const nothing = { seconds: 0, milliseconds: [] }
  expect(figuresOf([{ seconds: 1, milliseconds: [7] }, nothing])).toEqual({ rps: 1, p50_ms: 7, p99_ms: 7 })
  expect(() => figuresOf([nothing])).toThrow('Nothing was answered')
})
