import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addHours, claimTime, epochSeconds, formatDuration, hoursBetween, remainingSeconds, rfc3339 } from './time'

const WHOLE = new Date('2025-03-31T22:30:00Z')
const PRECISE = new Date('2025-03-31T22:30:00.042Z')
const someTime = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-01-01'), noInvalidDate: true })

test('a time is written in UTC, with milliseconds only where there are any', () => {
  expect(rfc3339(WHOLE)).toBe('2025-03-31T22:30:00Z')
  expect(rfc3339(PRECISE)).toBe('2025-03-31T22:30:00.042Z')
})

test('a time is written as toISOString writes it, whichever time was written before', () => {
  const someTimes = fc.tuple(someTime, fc.integer({ min: -200_000_000, max: 200_000_000 }))
  fc.assert(
    fc.property(someTimes, ([time, distance]) => {
      for (const written of [time, new Date(time.getTime() + distance), time, new Date(Math.trunc(time.getTime() / 1000) * 1000)])
        expect(rfc3339(written)).toBe(written.toISOString().replace('.000Z', 'Z'))
    }),
  )
  expect(() => rfc3339(new Date(Number.NaN))).toThrow(RangeError)
})

test('every time can be written and read without a change', () => {
  fc.assert(
    fc.property(someTime, (time) => {
      expect(new Date(rfc3339(time))).toEqual(time)
    }),
  )
})

test('the claim has neither offset nor fraction, and is the same instant as exp', () => {
  expect(claimTime(PRECISE)).toBe('2025-03-31T22:30:00')
  fc.assert(
    fc.property(someTime, (time) => {
      expect(Date.parse(`${claimTime(time)}Z`)).toBe(epochSeconds(time) * 1000)
    }),
  )
})

test('hours are added exactly, fractions to the millisecond', () => {
  expect(addHours(WHOLE, 6)).toEqual(new Date('2025-04-01T04:30:00Z'))
  expect(addHours(WHOLE, 1 / 60)).toEqual(new Date('2025-03-31T22:31:00Z'))
  expect(addHours(WHOLE, -0.5)).toEqual(new Date('2025-03-31T22:00:00Z'))
})

test('the hours between two times are the hours that were added, to four decimals', () => {
  fc.assert(
    fc.property(fc.nat(2_400_000), (parts) => {
      expect(hoursBetween(WHOLE, addHours(WHOLE, parts / 10_000))).toBe(parts / 10_000)
    }),
  )
})

test('remaining seconds are whole and never negative', () => {
  expect(remainingSeconds(WHOLE, new Date(WHOLE.getTime() - 1999))).toBe(1)
  expect(remainingSeconds(WHOLE, WHOLE)).toBe(0)
  expect(remainingSeconds(WHOLE, PRECISE)).toBe(0)
})

test.each([
  [0, '0s'],
  [59.9, '59s'],
  [60, '1m'],
  [3599, '59m'],
  [3600, '1h 0m'],
  [8100, '2h 15m'],
  [21_600, '6h 0m'],
  [604_800, '168h 0m'],
])('%d seconds are written as %s', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words)
})
