import { expect, test } from 'vitest'
import { dateFormat } from './date-format'

test('the format of the same locale and options is made once', () => {
  expect(dateFormat('en', { timeZone: 'UTC' })).toBe(dateFormat('en', { timeZone: 'UTC' }))
  expect(dateFormat('en', { timeZone: 'Asia/Tokyo' })).not.toBe(dateFormat('en', { timeZone: 'UTC' }))
  expect(dateFormat('en', { timeZone: 'Asia/Tokyo', timeStyle: 'short' }).format(new Date('2026-01-01T00:00:00Z'))).toBe('9:00 AM')
})

test('an unknown zone is refused each time', () => {
  for (const _ of [1, 2]) expect(() => dateFormat('en', { timeZone: 'Mars/Olympus' })).toThrow(RangeError)
})
