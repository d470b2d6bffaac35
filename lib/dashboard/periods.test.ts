import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayIn } from '../time-zone'
import { comparedPeriods, startsOfPastDays } from './periods'

const inUtc = (zone: string, now: string) =>
  Object.fromEntries(Object.entries(comparedPeriods(zone, new Date(now))).map(([name, time]) => [name, time.toISOString().slice(0, 16)]))

test('a part of today is compared with the same part of yesterday, by the days of a zone', () => {
  expect(inUtc('UTC', '2026-03-30T16:30:00Z')).toEqual({
    today: '2026-03-30T00:00',
    now: '2026-03-30T16:30',
    yesterday: '2026-03-29T00:00',
    yesterdayUntil: '2026-03-29T16:30',
  })
  expect(inUtc('Asia/Tokyo', '2026-03-30T16:30:00Z')).toEqual({
    today: '2026-03-30T15:00',
    now: '2026-03-30T16:30',
    yesterday: '2026-03-29T15:00',
    yesterdayUntil: '2026-03-29T16:30',
  })
})

test('a day after one of 23 hours is compared with all of it, and no more', () => {
  expect(inUtc('Europe/Berlin', '2026-03-30T21:30:00Z')).toMatchObject({
    yesterday: '2026-03-28T23:00',
    yesterdayUntil: '2026-03-29T22:00',
    today: '2026-03-29T22:00',
  })
})

test('the periods are of two neighbouring days, and as long as each other unless yesterday was too short', () => {
  const zones = fc.constantFrom('UTC', 'America/Sao_Paulo', 'Europe/Berlin', 'Pacific/Apia', 'Asia/Kathmandu', 'Africa/Casablanca')
  const times = fc.date({ min: new Date('2015-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(zones, times, (zone, time) => {
      const { today, now, yesterday, yesterdayUntil } = comparedPeriods(zone, time)
      expect(yesterday < today && today <= now && yesterday <= yesterdayUntil && yesterdayUntil <= today).toBe(true)
      expect(dayIn(zone, today)).toBe(dayIn(zone, now))
      expect(dayIn(zone, yesterday)).not.toBe(dayIn(zone, today))
      const [passed, compared] = [now.getTime() - today.getTime(), yesterdayUntil.getTime() - yesterday.getTime()]
      expect(compared === passed || (compared < passed && yesterdayUntil.getTime() === today.getTime())).toBe(true)
    }),
  )
})

test('past days begin at midnight of their zone, also where one has 23 hours', () => {
  const starts = startsOfPastDays('Europe/Berlin', new Date('2026-03-30T16:30:00Z'), 3)
  expect(starts.map((start) => start.toISOString().slice(0, 16))).toEqual([
    '2026-03-26T23:00',
    '2026-03-27T23:00',
    '2026-03-28T23:00',
    '2026-03-29T22:00',
  ])
})
