import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { addHours, HOUR_MS, hoursBetween } from '../time'
import * as rules from './rules'

const START = new Date('2025-03-30T16:30:00Z')
const POLICY: rules.Policy = { default_hours: 6, life_cap_hours: 168, renewal_grace_hours: 24, renew_on_use: false }

function startSession(times: Partial<rules.SessionTimes> = {}): rules.SessionTimes {
  return { started_at: START, expires_at: addHours(START, 6), ended_at: null, end_reason: null, ...times }
}

const hoursIn = (hours: number) => addHours(START, hours)
const justBefore = (time: Date) => new Date(time.getTime() - 1)
const AN_ENDING = { ended_at: hoursIn(2), end_reason: 'deactivated' } as const

const someHours = fc.double({ min: rules.MIN_HOURS, max: rules.MAX_HOURS, noNaN: true })
const somePolicy = fc.record({
  default_hours: someHours,
  life_cap_hours: fc.double({ min: 0.5, max: 1000, noNaN: true }),
  renewal_grace_hours: fc.double({ min: 0, max: 100, noNaN: true }),
  renew_on_use: fc.boolean(),
})
/** Sessions as they come about: never longer than the cap was, at any moment of their life or after it. */
const someSession = fc
  .record({ length: someHours, age: fc.double({ min: 0, max: 300, noNaN: true }), policy: somePolicy, hours: someHours })
  .map(({ length, age, policy, hours }) => {
    const session = startSession({ expires_at: rules.newExpiry(length, policy, START) })
    return { session, now: hoursIn(age), policy, hours }
  })
const whileActive = someSession.filter(({ session, now }) => rules.stateOf(session, now) === 'active')

describe('the state follows from the stored times and the clock', () => {
  test('active before its expiry', () => {
    expect(rules.stateOf(startSession(), START)).toBe('active')
    expect(rules.stateOf(startSession(), justBefore(hoursIn(6)))).toBe('active')
  })

  test('expired at exactly its expiry, to the millisecond', () => {
    expect(rules.stateOf(startSession(), hoursIn(6))).toBe('expired')
  })

  test('ended as soon as it has an end, whatever the clock says', () => {
    for (const now of [START, hoursIn(2), hoursIn(6), hoursIn(1000)]) expect(rules.stateOf(startSession(AN_ENDING), now)).toBe('ended')
  })

  test('the API calls active sessions active, and expired and ended ones inactive', () => {
    expect(rules.STATES.active.status).toBe('active')
    expect(rules.STATES.expired.status).toBe('inactive')
    expect(rules.STATES.ended.status).toBe('inactive')
  })

  test('only an active session may be used, and an ended one never be extended', () => {
    const allowed = Object.entries(rules.STATES).map(([state, { mayBeUsed, mayBeExtended }]) => [state, mayBeUsed, mayBeExtended])
    expect(allowed).toEqual([
      ['active', true, true],
      ['expired', false, true],
      ['ended', false, false],
    ])
  })

  test('the end reason is null while active, and `expired` as soon as the clock passed', () => {
    expect(rules.endReasonOf(startSession(), START)).toBeNull()
    expect(rules.endReasonOf(startSession(), hoursIn(6))).toBe('expired')
    expect(rules.endReasonOf(startSession(AN_ENDING), hoursIn(100))).toBe('deactivated')
  })

  test('a session with less than 30 minutes left is expiring soon; one that has expired is not', () => {
    expect(rules.isExpiringSoon(startSession(), hoursIn(5.5))).toBe(false)
    expect(rules.isExpiringSoon(startSession(), new Date(hoursIn(5.5).getTime() + 1))).toBe(true)
    expect(rules.isExpiringSoon(startSession(), hoursIn(6))).toBe(false)
    expect(rules.isExpiringSoon(startSession(AN_ENDING), hoursIn(5.9))).toBe(false)
  })

  test('for all sessions and moments exactly one state holds, and nothing comes back from expired by waiting', () => {
    fc.assert(
      fc.property(someSession, fc.nat(1000), ({ session, now }, hours) => {
        const later = addHours(now, hours)
        if (rules.stateOf(session, now) === 'expired') expect(rules.stateOf(session, later)).toBe('expired')
        expect(rules.stateOf(session, now) === 'active').toBe(now < session.expires_at)
      }),
    )
  })
})

describe('lengths', () => {
  test('six hours by default, or what the team’s policy or the request says', () => {
    expect(rules.newExpiry(undefined, POLICY, START)).toEqual(hoursIn(6))
    expect(rules.newExpiry(undefined, { ...POLICY, default_hours: 2.5 }, START)).toEqual(hoursIn(2.5))
    expect(rules.newExpiry(0.25, POLICY, START)).toEqual(hoursIn(0.25))
  })

  test('one minute to a day may be requested', () => {
    expect(rules.MIN_HOURS * HOUR_MS).toBe(60_000)
    expect(rules.MAX_HOURS).toBe(24)
  })

  test('the cap on a whole life holds from the first moment', () => {
    expect(rules.newExpiry(24, { ...POLICY, life_cap_hours: 3 }, START)).toEqual(hoursIn(3))
    expect(rules.newExpiry(undefined, { ...POLICY, life_cap_hours: 3 }, START)).toEqual(hoursIn(3))
  })
})

describe('joining a running session', () => {
  const joined = (asked: number | undefined, now: Date, policy = POLICY) => rules.joinedExpiry(startSession(), asked, policy, now)

  test('does not change it while enough time is left', () => {
    expect(joined(undefined, hoursIn(1))).toEqual(hoursIn(6))
    expect(joined(undefined, hoursIn(5.5))).toEqual(hoursIn(6))
    expect(joined(2, hoursIn(4))).toEqual(hoursIn(6))
  })

  test('extends it to now + the default length when less than 30 minutes are left', () => {
    expect(joined(undefined, hoursIn(5.6))).toEqual(hoursIn(11.6))
  })

  test('extends it to now + the requested length when less than that is left', () => {
    expect(joined(6, hoursIn(1))).toEqual(hoursIn(7))
    expect(joined(24, START)).toEqual(hoursIn(24))
  })

  test('does not shorten it when less than what is left is requested, even when little is left', () => {
    expect(joined(0.1, hoursIn(5.6))).toEqual(hoursIn(6))
  })

  test('stays within the cap, and keeps its expiry when it is there already', () => {
    expect(joined(24, hoursIn(1), { ...POLICY, life_cap_hours: 10 })).toEqual(hoursIn(10))
    expect(joined(24, hoursIn(1), { ...POLICY, life_cap_hours: 6 })).toEqual(hoursIn(6))
  })

  test('for all sessions: never shortened, never past the cap, and as long as requested where the cap allows', () => {
    fc.assert(
      fc.property(whileActive, fc.option(someHours, { nil: undefined }), ({ session, now, policy }, asked) => {
        const expiry = rules.joinedExpiry(session, asked, policy, now)
        expect(expiry >= session.expires_at).toBe(true)
        expect(expiry <= rules.lifeEnd(session, policy) || expiry.getTime() === session.expires_at.getTime()).toBe(true)
        const wanted = addHours(now, asked ?? 0)
        expect(expiry >= wanted || expiry >= rules.lifeEnd(session, policy)).toBe(true)
      }),
    )
  })
})

describe('extending', () => {
  test('adds hours to the current expiry', () => {
    expect(rules.extendedExpiry(startSession(), 6, POLICY, hoursIn(1))).toEqual({ expiresAt: hoursIn(12), hoursAdded: 6 })
  })

  test('is clamped at the cap and returns what was added', () => {
    const old = startSession({ expires_at: hoursIn(166) })
    expect(rules.extendedExpiry(old, 6, POLICY, hoursIn(150))).toEqual({ expiresAt: hoursIn(168), hoursAdded: 2 })
  })

  test('gives nothing when nothing can be added', () => {
    expect(rules.extendedExpiry(startSession({ expires_at: hoursIn(168) }), 1, POLICY, hoursIn(150))).toBeUndefined()
    expect(rules.extendedExpiry(startSession({ expires_at: hoursIn(170) }), 1, POLICY, hoursIn(150))).toBeUndefined()
  })

  test('a cap that was lowered later takes nothing away', () => {
    const lowered = { ...POLICY, life_cap_hours: 3 }
    expect(rules.extendedExpiry(startSession(), 1, lowered, hoursIn(1))).toBeUndefined()
    expect(rules.joinedExpiry(startSession(), 24, lowered, hoursIn(1))).toEqual(hoursIn(6))
  })

  test('for all sessions: later than before, at most the requested hours, never past the cap', () => {
    fc.assert(
      fc.property(someSession, ({ session, now, policy, hours }) => {
        const extension = rules.extendedExpiry(session, hours, policy, now)
        const from = new Date(Math.max(session.expires_at.getTime(), now.getTime()))
        expect(extension === undefined).toBe(rules.lifeEnd(session, policy) <= from)
        if (extension === undefined) return
        expect(extension.expiresAt > from).toBe(true)
        expect(extension.expiresAt <= rules.lifeEnd(session, policy)).toBe(true)
        expect(extension.expiresAt <= addHours(from, hours)).toBe(true)
        expect(extension.hoursAdded).toBe(hoursBetween(from, extension.expiresAt))
      }),
    )
  })

  test('a client that extends on every call never passes the cap', () => {
    fc.assert(
      fc.property(somePolicy, fc.array(someHours, { minLength: 1, maxLength: 200 }), (policy, asked) => {
        let expires_at = rules.newExpiry(undefined, policy, START)
        for (const hours of asked)
          expires_at = rules.extendedExpiry(startSession({ expires_at }), hours, policy, START)?.expiresAt ?? expires_at
        expect(expires_at <= rules.lifeEnd(startSession(), policy)).toBe(true)
      }),
    )
  })
})

describe('reviving', () => {
  test('an expired session may be revived until its grace has passed, and not at exactly its end', () => {
    expect(rules.revivalRefusal(startSession(), POLICY, hoursIn(6))).toBeUndefined()
    expect(rules.revivalRefusal(startSession(), POLICY, justBefore(hoursIn(30)))).toBeUndefined()
    expect(rules.revivalRefusal(startSession(), POLICY, hoursIn(30))).toMatchObject({
      code: 'session_expired',
      details: { end_reason: 'expired' },
    })
  })

  test('a grace of 0 switches it off', () => {
    expect(rules.revivalRefusal(startSession(), { ...POLICY, renewal_grace_hours: 0 }, hoursIn(6))?.code).toBe('session_expired')
  })

  test('the new expiry counts from now', () => {
    expect(rules.extendedExpiry(startSession(), 6, POLICY, hoursIn(16))).toEqual({ expiresAt: hoursIn(22), hoursAdded: 6 })
  })

  test('for all expired sessions: hours count from now, within the cap', () => {
    const expired = someSession.filter(({ session, now }) => rules.stateOf(session, now) === 'expired')
    fc.assert(
      fc.property(expired, ({ session, now, policy, hours }) => {
        const extension = rules.extendedExpiry(session, hours, policy, now)
        const wanted = Math.min(addHours(now, hours).getTime(), rules.lifeEnd(session, policy).getTime())
        expect(extension?.expiresAt.getTime()).toBe(wanted > now.getTime() ? wanted : undefined)
      }),
    )
  })
})

describe('duration', () => {
  const used = (times: Partial<rules.SessionTimes>, gap_seconds = 0) => ({ ...startSession(times), gap_seconds })

  test('from start to end, without the gaps before a revival', () => {
    expect(rules.durationSeconds(used(AN_ENDING), hoursIn(100))).toBe(7200)
    expect(rules.durationSeconds(used({ ended_at: hoursIn(10), end_reason: 'deactivated' }, 3600), hoursIn(100))).toBe(9 * 3600)
  })

  test('an expired session lasted until its expiry, whether or not anyone has written that down', () => {
    const written = used({ ended_at: hoursIn(6), end_reason: 'expired' })
    expect(rules.durationSeconds(used({}), hoursIn(100))).toBe(rules.durationSeconds(written, hoursIn(100)))
  })

  test('a running one lasts until now, and never less than nothing', () => {
    expect(rules.durationSeconds(used({}), hoursIn(1))).toBe(3600)
    expect(rules.durationSeconds(used({}, 99_999), hoursIn(1))).toBe(0)
  })
})

describe('the zone of the server and daylight saving change nothing', () => {
  afterEach(() => void vi.unstubAllEnvs())

  const CHANGES = ['2025-03-30T00:30:00Z', '2025-10-26T00:30:00Z', '2025-03-09T06:30:00Z', '2025-11-02T05:30:00Z', '2025-04-05T14:30:00Z']

  function answersIn(zone: string): unknown[] {
    vi.stubEnv('TZ', zone)
    return CHANGES.map((start) => {
      const now = new Date(start)
      const session = startSession({ started_at: now, expires_at: rules.newExpiry(undefined, POLICY, now) })
      const soon = addHours(now, 1)
      return [
        session,
        rules.extendedExpiry(session, 3, POLICY, soon),
        rules.joinedExpiry(session, 12, POLICY, soon),
        rules.stateOf(session, addHours(now, 6)),
      ]
    })
  }

  test('the same answers in every zone, and six hours are six hours', () => {
    const inUtc = answersIn('UTC')
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia']) {
      expect(answersIn(zone)).toEqual(inUtc)
      expect(new Date(2025, 0, 1).getTimezoneOffset()).not.toBe(0)
    }
  })
})
