import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeSince, formatFigure } from './change'

test.each([
  [48, 60, 'up', '+12'],
  [5, 2, 'down', '−3'],
  [7, 7, 'same', '±0'],
  [0, 3, 'up', '+3'],
  [100, 12_500, 'up', '+12.4K'],
] as const)('from %i to %i is %s by %s', (before, now, direction, difference) => {
  expect(changeSince(before, now)).toEqual({ direction, difference })
})

test('figures are exact up to four digits', () => {
  expect([0, 999, 9480, 12_432, 1_250_000].map(formatFigure)).toEqual(['0', '999', '9,480', '12.4K', '1.3M'])
})

test('a change and its reverse differ only in their direction', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (before, now) => {
      const [there, back] = [changeSince(before, now), changeSince(now, before)]
      expect(there.difference.slice(1)).toBe(back.difference.slice(1))
      expect(there.direction === back.direction).toBe(before === now)
    }),
  )
})
