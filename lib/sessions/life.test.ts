import { expect, test } from 'vitest'
import { lifeOf, placeBetween } from './life'
import type { SessionRow } from './session-row'

const at = (clock: string) => `2026-03-30T${clock}:00Z`
const ACTIVE: SessionRow = {
  id: 'sess_1',
  agentName: 'bot',
  isAgentDeleted: false,
  state: 'active',
  isExpiringSoon: false,
  startedAt: at('10:00'),
  expiresAt: at('18:00'),
  endedAt: null,
  endReason: null,
  endNote: null,
  durationSeconds: 7200,
  duration: '2h 0m',
  stored: 0,
  retrieved: 0,
  recalls: 0,
  extensions: 0,
  firstUsedAt: null,
  lastUsedAt: null,
  openedBy: { kind: 'key', id: 'k', name: 'key' },
  endedBy: null,
  now: at('12:00'),
}

test('an active session has come as far as now, with its extensions', () => {
  expect(lifeOf(ACTIVE, [])).toEqual({ reached: 0.25, extensions: [], words: 'Active for 2h 0m; never extended; expires in 6h 0m.' })
  expect(lifeOf({ ...ACTIVE, extensions: 2 }, [new Date(at('11:00'))])).toEqual({
    reached: 0.25,
    extensions: [0.125],
    words: 'Active for 2h 0m; extended 2 times, after 1h 0m; expires in 6h 0m.',
  })
})

test('an ended session has come as far as its end, before its expiry or at it', () => {
  const ended: SessionRow = { ...ACTIVE, state: 'ended', endedAt: at('14:00'), endReason: 'deactivated', now: at('20:00') }
  expect(lifeOf(ended, [])).toMatchObject({ reached: 0.5, words: 'Ended after 4h 0m, 4h 0m before its expiry; never extended.' })
  expect(lifeOf({ ...ended, endedAt: at('18:00'), extensions: 1 }, [])).toMatchObject({
    reached: 1,
    words: 'Ended after 8h 0m at its expiry; extended once.',
  })
})

test('places stay on the bar', () => {
  expect(lifeOf({ ...ACTIVE, expiresAt: at('10:00') }, []).reached).toBe(1)
  expect(lifeOf({ ...ACTIVE, extensions: 1 }, [new Date(at('09:00'))]).extensions).toEqual([0])
})

test('a place is from 0 to 1, and 1 where there is no time between start and end', () => {
  expect([-1, 0, 3, 10, 11].map((time) => placeBetween(0, 10, time))).toEqual([0, 0, 0.3, 1, 1])
  expect(placeBetween(5, 5, 4)).toBe(1)
})
