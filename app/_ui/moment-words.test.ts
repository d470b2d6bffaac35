import { expect, test } from 'vitest'
import { momentInWords } from './moment-words'

const now = new Date('2025-11-25T18:03:00Z')
const words = (moment: string, zone = 'UTC') => momentInWords(new Date(moment), now, 'en-US', zone).replaceAll('\u202f', ' ')

test('a moment of today is shown by its time, one of this year with its day, an older one by its date', () => {
  expect(words('2025-11-25T00:00:00Z')).toBe('12:00 AM')
  expect(words('2025-11-24T23:59:59Z')).toBe('Nov 24, 11:59 PM')
  expect(words('2024-12-31T12:00:00Z')).toBe('Dec 31, 2024')
})

test('today is the day in the zone of the viewer', () => {
  expect(words('2025-11-25T23:00:00Z', 'Asia/Tokyo')).toBe('8:00 AM')
  expect(words('2025-11-25T12:00:00Z', 'Asia/Tokyo')).toBe('Nov 25, 9:00 PM')
})
