import { type PulseScope, readVersion } from '../../db/pulse'
import type { Caller } from '../auth/caller'
import { text } from '../http/fields'
import { parameters } from '../http/input'
import { db, once } from '../process'

/** What the address of a pulse may ask for; nothing is the whole team. */
export const PULSE_SEARCH = parameters({ agent: text(64).optional(), session: text(64).optional() })

/** A text that is another as soon as something happened in the team, or with its agent or session. Read it before what it stands for. */
export async function readPulse(caller: Caller<'sessions:read'>, scope: PulseScope = {}): Promise<string> {
  return readVersion(db(), caller.teamId, scope)
}

const SHARED_MS = 1_000

/** The same for pages that ask again and again: those who ask within a second of each other share one answer in this process. */
export async function readSharedPulse(caller: Caller<'sessions:read'>, scope: PulseScope): Promise<string> {
  const shared = once('pulses', () => new Map<string, Promise<string>>())
  const asked = JSON.stringify([caller.teamId, scope.agent, scope.session])
  const found = shared.get(asked) ?? readPulse(caller, scope)
  if (!shared.has(asked)) {
    shared.set(asked, found)
    setTimeout(() => shared.delete(asked), SHARED_MS).unref()
  }
  return found
}
