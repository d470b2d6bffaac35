import { expect, test } from 'vitest'
import type { AuditEntry } from '../../db/audit'
import type { SessionView } from '../../db/session-lists'
import { type Activity, auditPosition, isStepAfter, latestFirst, positionOf } from './order'
import { stepsOf } from './session-steps'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute))

function session(id: string, from: number, to: number | null): SessionView {
  const times = { started_at: at(from), expires_at: at(from + 60), ended_at: to === null ? null : at(to), now: at(59) }
  const by = {
    opened_by_kind: 'key',
    opened_by_name: 'CI',
    ended_by_kind: 'person',
    ended_by_name: 'Ada',
    end_reason: to === null ? null : 'deactivated',
  }
  return { id, ...times, ...by } as SessionView
}

const extended = (id: number, minute: number) => ({
  id,
  session_id: 's',
  at: at(minute),
  kind: 'extended' as const,
  amount: 6,
  by_kind: 'key' as const,
  by_id: 'k',
  by_name: 'CI',
  address: null,
  memory_ids: null,
})
const steps = (view: SessionView, events = [] as ReturnType<typeof extended>[]): Activity[] =>
  stepsOf(view, events).map((step) => ({ kind: 'session', step }))
const entry = (id: number, minute: number): Activity => ({ kind: 'audit', entry: { id, at: at(minute) } as AuditEntry })
const inWords = (activity: Activity) =>
  activity.kind === 'audit' ? `entry ${activity.entry.id}` : `${activity.step.session.id} ${activity.step.kind}`

const ALL = [
  ...steps(session('old', 0, 10)),
  ...steps(session('new', 10, 30), [extended(7, 20), extended(8, 20)]),
  entry(1, 10),
  entry(2, 10),
  entry(3, 25),
]
const IN_ORDER = [
  'new ended',
  'entry 3',
  'new extended',
  'new extended',
  'entry 2',
  'entry 1',
  'new activated',
  'old ended',
  'old activated',
]

test('activities are in the order of their time; a session that replaced another comes above the end of that one', () => {
  expect(latestFirst(ALL).map(inWords)).toEqual(IN_ORDER)
})

test('after the position of each activity follow exactly the later ones of the list', () => {
  const sorted = latestFirst(ALL)
  for (const [index, activity] of sorted.entries()) {
    const from = positionOf(activity)
    const audit = auditPosition(from)
    const isEntryAfter = ({ id, at: time }: AuditEntry) =>
      audit !== undefined && (time < audit.time || (time.getTime() === audit.time.getTime() && Number(id) < Number(audit.id)))
    const rest = sorted.filter((each) => (each.kind === 'audit' ? isEntryAfter(each.entry) : isStepAfter(from)(each.step)))
    expect(rest.map(inWords)).toEqual(IN_ORDER.slice(index + 1))
  }
})

test('a session that is active has not ended, and one that expired ended at its expiry', () => {
  expect(stepsOf(session('s', 0, null), []).map(({ kind }) => kind)).toEqual(['activated'])
  const expired = { ...session('s', 0, null), now: at(61), ended_by_kind: null }
  expect(stepsOf(expired, []).at(-1)).toMatchObject({ kind: 'ended', at: at(60), by: null })
})
