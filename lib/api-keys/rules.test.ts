import { describe, expect, test } from 'vitest'
import { SCOPE_PRESETS } from '../auth/permissions'
import { expiryTime, type KeyTimes, keyState, presetOf, scopesAbove } from './rules'

const NOW = new Date('2026-03-01T12:00:00Z')
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)
const key = (times: Partial<KeyTimes> = {}): KeyTimes => ({
  expires_at: null,
  revoked_at: null,
  previous_until: null,
  last_used_at: days(-1),
  ...times,
})

describe('the state of a key', () => {
  test.each<[string, Partial<KeyTimes>]>([
    ['active', {}],
    ['active', { expires_at: days(15) }],
    ['never used', { last_used_at: null }],
    ['expires soon', { expires_at: days(13.9), last_used_at: null }],
    ['in overlap', { previous_until: days(1), expires_at: days(2) }],
    ['active', { previous_until: days(-1) }],
    ['expired', { expires_at: NOW, previous_until: days(1) }],
    ['revoked', { revoked_at: days(-2), expires_at: days(-1) }],
  ])('is %s for %j', (state, times) => {
    expect(keyState(key(times), NOW)).toBe(state)
  })
})

test('an expiry is a time, a number of days from now, or never', () => {
  expect(expiryTime(null, NOW)).toBeNull()
  expect(expiryTime(days(3), NOW)).toEqual(days(3))
  expect(expiryTime({ days: 30 }, NOW)).toEqual(days(30))
})

test('a preset is recognized by its scopes, in any order', () => {
  for (const [name, scopes] of Object.entries(SCOPE_PRESETS)) expect(presetOf([...scopes].reverse())).toBe(name)
  expect(presetOf(['agents:read'])).toBeUndefined()
  expect(presetOf([])).toBeUndefined()
})

test('a reader may grant only reading scopes to a key', () => {
  expect(scopesAbove('reader', ['agents:read', 'memories:write'])).toEqual(['memories:write'])
  expect(scopesAbove('admin', SCOPE_PRESETS['Full access'])).toEqual([])
})
