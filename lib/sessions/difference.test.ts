import { expect, test } from 'vitest'
import { differenceInWords, differencePercent } from './difference'

test('a difference is the percent of the other number, and there is none from nothing', () => {
  expect(differencePercent(125, 100)).toBe(25)
  expect(differencePercent(50, 100)).toBe(-50)
  expect(differencePercent(7, 7)).toBe(0)
  expect(differencePercent(0, 0)).toBe(0)
  expect(differencePercent(0, 4)).toBe(-100)
  for (const [value, other] of [
    [3, 0],
    [null, 3],
    [3, null],
  ] as const)
    expect(differencePercent(value, other)).toBeNull()
})

test('a difference is written with its sign', () => {
  expect([25, -8.4, 0.3, -0.3, 0.05, -0.03, 0, 1234.5, null].map(differenceInWords)).toEqual([
    '+25 %',
    '−8 %',
    '+0.3 %',
    '−0.3 %',
    '+0.1 %',
    'less than 0.1 %',
    'same',
    '+1,235 %',
    '–',
  ])
})
