import { expect, test } from 'vitest'
import { figuresOf } from './figures'
import { comparedPeriods, startsOfPastDays } from './periods'

const NOW = new Date('2026-03-30T16:30:00Z')
const PERIODS = comparedPeriods('UTC', NOW)
const STARTS = startsOfPastDays('UTC', NOW, 13)
const PAST = STARTS.slice(1).map((_, place) => place)
const past = { starts: STARTS, sessions: PAST, stored: PAST, recalls: PAST, failed: PAST }

const period = { sessions: 1, stored: 60_000, recalls: 40, areAllEvents: true, failed: { count: 4, isSample: false } }
const counts = {
  active: 0,
  expiring: 0,
  activeBefore: 0,
  today: period,
  yesterday: { ...period, stored: 7 },
  eventsKeptDays: 90,
  requestsKeptDays: 7,
  requestsSince: new Date('2026-03-23T00:00:00Z'),
}

test('numbers of today are compared with those of yesterday, and end the line of the last days', () => {
  expect(figuresOf(counts, past, PERIODS)).toEqual({
    sessions: { value: 1, isAtLeast: false, before: 1, days: [...PAST, 1] },
    stored: { value: 60_000, isAtLeast: false, before: 7, days: [...PAST, 60_000] },
    recalls: { value: 40, isAtLeast: false, before: 40, days: [...PAST, 40] },
    failed: { value: 4, isAtLeast: false, before: 4, days: [...PAST, 4] },
  })
})

test('numbers of which not all events were counted are marked, and neither compared nor shown as a line', () => {
  const part = { ...period, areAllEvents: false }
  const { sessions, stored, recalls } = figuresOf({ ...counts, today: part }, past, PERIODS)
  expect(sessions).toMatchObject({ isAtLeast: false, before: 1 })
  for (const figure of [stored, recalls]) expect(figure).toMatchObject({ isAtLeast: true, before: undefined, days: undefined })
  expect(figuresOf({ ...counts, yesterday: part }, past, PERIODS).stored).toMatchObject({ isAtLeast: false, before: undefined })
  expect(figuresOf(counts, { ...past, stored: undefined }, PERIODS).stored).toMatchObject({ before: 7, days: undefined })
})

test('what is no longer kept is not compared, and no day of the line', () => {
  const kept = (eventsKeptDays: number) => figuresOf({ ...counts, eventsKeptDays }, past, PERIODS).stored
  expect(kept(1)).toMatchObject({ before: undefined, days: undefined })
  expect(kept(2)).toMatchObject({ before: 7, days: undefined })
  expect(kept(4)).toMatchObject({ before: 7, days: [10, 11, 12, 60_000] })
})

test('failed calls are compared when the log is from before yesterday and not a sample', () => {
  const failed = (changes: Partial<typeof counts>) => figuresOf({ ...counts, ...changes }, past, PERIODS).failed
  expect(failed({ requestsSince: new Date('2026-03-29T00:00:00.001Z') }).before).toBeUndefined()
  const sampled = { ...period, failed: { count: 9, isSample: true } }
  expect(failed({ yesterday: sampled })).toMatchObject({ isAtLeast: false, before: undefined })
  expect(failed({ today: sampled })).toMatchObject({ value: 9, isAtLeast: true, before: undefined })
})
