import { describe, expect, test } from 'vitest'
import { dayIn, endOfDay, isTimeZone, startOfDay } from './time-zone'

describe('a day in a time zone', () => {
  test.each([
    ['UTC', '2025-03-31', '2025-03-31T00:00:00.000Z', '2025-03-31T23:59:59.999Z'],
    ['Europe/Berlin', '2025-03-29', '2025-03-28T23:00:00.000Z', '2025-03-29T22:59:59.999Z'],
    ['Europe/Berlin', '2025-03-30', '2025-03-29T23:00:00.000Z', '2025-03-30T21:59:59.999Z'],
    ['America/New_York', '2025-11-02', '2025-11-02T04:00:00.000Z', '2025-11-03T04:59:59.999Z'],
    ['Asia/Kolkata', '2025-12-31', '2025-12-30T18:30:00.000Z', '2025-12-31T18:29:59.999Z'],
    ['Asia/Kathmandu', '2024-02-29', '2024-02-28T18:15:00.000Z', '2024-02-29T18:14:59.999Z'],
    ['Pacific/Kiritimati', '2025-01-01', '2024-12-31T10:00:00.000Z', '2025-01-01T09:59:59.999Z'],
    ['Pacific/Pago_Pago', '2025-01-01', '2025-01-01T11:00:00.000Z', '2025-01-02T10:59:59.999Z'],
    // Clocks went from 23:59:59 to 1:00 there.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '2018-11-05T01:59:59.999Z'],
  ])('%s, %s', (zone, day, start, end) => {
    expect([startOfDay(zone, day), endOfDay(zone, day)].map((time) => time.toISOString())).toEqual([start, end])
    expect([startOfDay(zone, day), endOfDay(zone, day)].map((time) => dayIn(zone, time))).toEqual([day, day])
  })

  test('that a zone skipped contains no time', () => {
    expect(endOfDay('Pacific/Apia', '2011-12-30').getTime()).toBeLessThan(startOfDay('Pacific/Apia', '2011-12-30').getTime())
  })

  test('every day of a year follows the one before without a gap', () => {
    for (const zone of ['Europe/Lisbon', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/St_Johns'])
      for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2026, 0, 1); at += 86_400_000) {
        const [day, next] = [at, at + 86_400_000].map((time) => new Date(time).toISOString().slice(0, 10)) as [string, string]
        expect(startOfDay(zone, next).getTime()).toBe(endOfDay(zone, day).getTime() + 1)
      }
  })
})

test('zones are known by name', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3']) expect(isTimeZone(zone)).toBe(true)
  for (const zone of ['', 'Mars/Olympus', 'Europe/Berlin; path=/', '../etc/passwd', 'x'.repeat(65)]) expect(isTimeZone(zone)).toBe(false)
})
