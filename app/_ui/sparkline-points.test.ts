import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asPolyline, sparklinePoints } from './sparkline-points'

test('values lie at equal distances between the bottom and the highest of them', () => {
  expect(sparklinePoints([0, 5, 10])).toEqual([
    { x: 0, y: 100 },
    { x: 50, y: 50 },
    { x: 100, y: 0 },
  ])
  expect(asPolyline(sparklinePoints([1, 0, 3, 2]))).toBe('0,66.67 33.33,100 66.67,0 100,33.33')
})

test('days without anything are a line at the bottom', () => {
  expect(asPolyline(sparklinePoints([0, 0]))).toBe('0,100 100,100')
  expect(sparklinePoints([])).toEqual([])
  expect(sparklinePoints([7])).toEqual([{ x: 0, y: 0 }])
})

test('every point is inside of the picture, and a higher value is never lower in it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: 2, maxLength: 30 }), (values) => {
      const points = sparklinePoints(values)
      for (const { x, y } of points) expect([x, 100 - x, y, 100 - y].every((distance) => distance >= 0)).toBe(true)
      values.forEach((value, index) => {
        const next = values[index + 1]
        if (next !== undefined && value <= next) expect(points[index]?.y).toBeGreaterThanOrEqual(points[index + 1]?.y ?? 0)
      })
    }),
  )
})
