import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomeSeries, stackOf, sumPerBar } from './day-series'

const NONE = { active: 0, deactivated: 0, replaced: 0, expired: 0, revoked: 0, agent_deleted: 0 }
const day = (day: string, outcomes: Partial<typeof NONE>) => ({
  ...{ day, stored: 0, retrieved: 0, recalls: 0, outcomes: { ...NONE, ...outcomes } },
  sessions: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
})

test('sessions are counted by what became of them; outcomes that none has are left out', () => {
  const days = [day('2026-03-29', { deactivated: 2, replaced: 1, agent_deleted: 1 }), day('2026-03-30', { active: 3 })]
  expect(outcomeSeries(days).map(({ name, values }) => [name, values])).toEqual([
    ['Deactivated', [2, 0]],
    ['Replaced or deleted', [2, 0]],
    ['Active', [0, 3]],
  ])
})

test('the parts of a bar lie above each other, in percent of the chart', () => {
  const series = [
    { name: 'a', fill: 'fill-a', values: [2] },
    { name: 'b', fill: 'fill-b', values: [0] },
    { name: 'c', fill: 'fill-c', values: [6] },
  ]
  expect(stackOf(series, 0, 10)).toEqual([
    { fill: 'fill-a', from: 0, size: 20 },
    { fill: 'fill-c', from: 20, size: 60 },
  ])
  expect(stackOf(series, 1, 10)).toEqual([])
})

const outcomes = fc.record({
  active: fc.nat(50),
  deactivated: fc.nat(50),
  replaced: fc.nat(50),
  expired: fc.nat(50),
  revoked: fc.nat(50),
  agent_deleted: fc.nat(50),
})

test('every session is in exactly one part, and no part covers another or a gap', () => {
  fc.assert(
    fc.property(fc.array(outcomes, { minLength: 1, maxLength: 10 }), (counts) => {
      const days = counts.map((each, index) => day(`2026-03-${10 + index}`, each))
      const series = outcomeSeries(days)
      expect(sumPerBar(series, days.length)).toEqual(days.map(({ sessions }) => sessions))
      days.forEach(({ sessions }, index) => {
        let top = 0
        for (const { from, size } of stackOf(series, index, 400)) {
          expect(from).toBeCloseTo(top)
          expect(size).toBeGreaterThan(0)
          top = from + size
        }
        expect(top).toBeCloseTo(sessions / 4)
      })
    }),
  )
})
