import { presentEntry } from '../audit/present'
import { endReasonOf } from '../sessions/rules'
import { describeEvent } from '../sessions/timeline'
import { rfc3339 } from '../time'
import type { Activity } from './order'
import type { SessionStep } from './session-steps'

/** An activity of an agent as the portal shows it. */
export const presentActivity = (activity: Activity) =>
  activity.kind === 'audit'
    ? { kind: 'audit' as const, entry: presentEntry(activity.entry) }
    : { kind: 'session' as const, step: presentStep(activity.step) }

function presentStep({ at, kind, key, by, session, amount, eventId }: SessionStep) {
  return {
    key,
    at: rfc3339(at),
    what: describeEvent({ kind, amount }),
    /** Why the session ended. */
    endReason: kind === 'ended' ? endReasonOf(session, session.now) : null,
    by,
    sessionId: session.id,
    eventId,
  }
}

export type PresentedActivity = ReturnType<typeof presentActivity>
export type PresentedStep = ReturnType<typeof presentStep>
