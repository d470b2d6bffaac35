import { expect, test } from 'vitest'
import { isPartial, periodsOf, unitOf } from './day-periods'
import { daysHref, isWeekend, periodInWords } from './days'

const NONE = { active: 0, deactivated: 0, replaced: 0, expired: 0, revoked: 0, agent_deleted: 0 }
const DAY_MS = 24 * 3600 * 1000

/** Days from 2026-01-01, a Thursday; the day `index` has `index` sessions. */
const daysFrom = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    day: new Date(Date.UTC(2026, 0, 1) + index * DAY_MS).toISOString().slice(0, 10),
    ...{ sessions: index, stored: index * 2, retrieved: index * 3, recalls: 1, outcomes: { ...NONE, expired: index } },
  }))

test('up to 92 days have a bar each', () => {
  const days = daysFrom(92)
  expect(unitOf(days)).toBe('day')
  expect(periodsOf(days).map(({ from, to, sessions }) => ({ from, to, sessions }))).toEqual(
    days.map(({ day, sessions }) => ({ from: day, to: day, sessions })),
  )
})

test('more days are summed up by week from Monday; the first and the last week have the days of the range', () => {
  const days = daysFrom(365)
  const weeks = periodsOf(days)
  expect(unitOf(days)).toBe('week')
  expect(weeks).toHaveLength(53)
  expect(weeks.map(({ from, to }) => [from, to]).filter((_, at) => at < 2 || at > 50)).toEqual([
    ['2026-01-01', '2026-01-04'],
    ['2026-01-05', '2026-01-11'],
    ['2026-12-21', '2026-12-27'],
    ['2026-12-28', '2026-12-31'],
  ])
  expect(weeks[1]).toMatchObject({ sessions: 49, stored: 98, retrieved: 147, recalls: 7, outcomes: { ...NONE, expired: 49 } })
  const all = (name: 'sessions' | 'stored' | 'retrieved' | 'recalls') => weeks.reduce((sum, week) => sum + week[name], 0)
  expect([all('sessions'), all('stored'), all('retrieved'), all('recalls')]).toEqual([66_430, 132_860, 199_290, 365])
})

test('a bar is named by its days, and only a day can be at a weekend', () => {
  expect(periodInWords({ from: '2026-01-03', to: '2026-01-03' })).toBe('Jan 3')
  expect(periodInWords({ from: '2026-01-26', to: '2026-02-01' })).toBe('Jan 26 to Feb 1')
  expect(isWeekend({ from: '2026-01-03', to: '2026-01-03' })).toBe(true)
  expect(isWeekend({ from: '2026-01-05', to: '2026-01-05' })).toBe(false)
  expect(isWeekend({ from: '2026-01-03', to: '2026-01-04' })).toBe(false)
})

test('a day is partial while it lasts, a week also where a range begins or ends within it', () => {
  expect(isPartial({ from: '2026-01-03', to: '2026-01-03' }, 'day', '2026-01-04')).toBe(false)
  expect(isPartial({ from: '2026-01-04', to: '2026-01-04' }, 'day', '2026-01-04')).toBe(true)
  const weeks = periodsOf(daysFrom(365))
  expect(weeks.filter((week) => isPartial(week, 'week', '2027-06-01')).map(({ from }) => from)).toEqual(['2026-01-01', '2026-12-28'])
  expect(isPartial({ from: '2026-01-05', to: '2026-01-11' }, 'week', '2026-01-11')).toBe(true)
})

test('a bar of which the chart has only a part is partial, and links to that part', () => {
  const range = { since: '2026-01-03T16:30:00.000Z', until: '2026-01-05T23:59:59.999Z' }
  const [first, second, last] = ['03', '04', '05'].map((day) => ({ from: `2026-01-${day}`, to: `2026-01-${day}` }))
  expect([first, second, last].map((day) => day && isPartial(day, 'day', '2026-01-09', range))).toEqual([true, false, false])
  const whole = { from: '2026-01-03', to: '2026-01-05' }
  expect(daysHref('/summaries?x=1', whole, range)).toBe('/summaries?x=1&range=custom&from=2026-01-03T16:30:00.000Z&to=2026-01-05&zone=UTC')
  expect(daysHref('/summaries', whole)).toBe('/summaries?range=custom&from=2026-01-03&to=2026-01-05&zone=UTC')
})
