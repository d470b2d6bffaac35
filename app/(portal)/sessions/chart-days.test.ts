import { expect, test } from 'vitest'
import { chosenBars, isOfWholeDays, outcomesThatMatch } from './chart-days'

const OUTCOMES = { active: 1, deactivated: 2, replaced: 3, expired: 4, revoked: 5, agent_deleted: 6 }
const NONE = { active: 0, deactivated: 0, replaced: 0, expired: 0, revoked: 0, agent_deleted: 0 }
const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03']
const NOW = new Date('2026-03-03T10:00:00Z')

test('the bars count the sessions that the other filters of the list leave', () => {
  expect(outcomesThatMatch(OUTCOMES, {})).toEqual(OUTCOMES)
  expect(outcomesThatMatch(OUTCOMES, { status: 'active' })).toEqual({ ...NONE, active: 1 })
  expect(outcomesThatMatch(OUTCOMES, { status: 'inactive' })).toEqual({ ...OUTCOMES, active: 0 })
  expect(outcomesThatMatch(OUTCOMES, { endReason: 'revoked' })).toEqual({ ...NONE, revoked: 5 })
  expect(outcomesThatMatch(OUTCOMES, { status: 'active', endReason: 'revoked' })).toEqual(NONE)
})

test('the days that a time range touches are highlighted', () => {
  expect(chosenBars(DAYS, {}, NOW)).toBeUndefined()
  expect(chosenBars(DAYS, { withinHours: 24 }, NOW)).toEqual([1, 2])
  expect(chosenBars(DAYS, { from: new Date('2026-03-02T00:00:00Z'), to: new Date('2026-03-02T23:59:59.999Z') }, NOW)).toEqual([1, 1])
  expect(chosenBars(DAYS, { to: new Date('2026-03-01T12:00:00Z') }, NOW)).toEqual([0, 0])
  expect(chosenBars(DAYS, { to: new Date('2026-02-01T12:00:00Z') }, NOW)).toBe('outside')
})

test('the sum of the highlighted days is that of a list only for a range of whole days', () => {
  const [from, to] = [new Date('2026-03-02T00:00:00Z'), new Date('2026-03-02T23:59:59.999Z')]
  for (const whole of [{}, { from }, { to }, { from, to }]) expect(isOfWholeDays(whole)).toBe(true)
  const inZone = { from: new Date('2026-03-01T23:00:00Z'), to: new Date('2026-03-02T22:59:59.999Z') }
  for (const partial of [{ withinHours: 24 }, { from: inZone.from, to }, { from, to: inZone.to }])
    expect(isOfWholeDays(partial)).toBe(false)
})
