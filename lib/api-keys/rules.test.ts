import { expect, test } from 'vitest'
import { keyState, scopesAbove } from './rules'

const now = new Date('2026-03-01T12:00:00Z')
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
const key = { expires_at: null, revoked_at: null, previous_until: null, last_used_at: inHours(-1) }

test('a badge tells what asks most urgently for something', () => {
  expect(keyState(key, now)).toBe('active')
  expect(keyState({ ...key, last_used_at: null }, now)).toBe('never used')
  expect(keyState({ ...key, expires_at: inHours(24) }, now)).toBe('expires soon')
  expect(keyState({ ...key, expires_at: inHours(24 * 30) }, now)).toBe('active')
  expect(keyState({ ...key, previous_until: inHours(1), expires_at: inHours(24) }, now)).toBe('in overlap')
  expect(keyState({ ...key, previous_until: inHours(-1) }, now)).toBe('active')
  expect(keyState({ ...key, expires_at: now }, now)).toBe('expired')
  expect(keyState({ ...key, expires_at: inHours(-1), revoked_at: inHours(-2) }, now)).toBe('revoked')
})

test('nobody puts more into a key than their role may', () => {
  expect(scopesAbove('reader', ['agents:read', 'memories:write'])).toEqual(['memories:write'])
  expect(scopesAbove('member', ['agents:write', 'memories:write'])).toEqual([])
})
