import { type PulseScope, readVersion } from '../../db/pulse'
import type { Caller } from '../auth/caller'
import { text } from '../http/fields'
import { parameters } from '../http/input'
import { db } from '../process'

/** What the address of a pulse may ask for; nothing is the whole team. */
export const PULSE_SEARCH = parameters({ agent: text(64).optional(), session: text(64).optional() })

/** A text that is another as soon as something happened in the team, or with its agent or session. Read it before what it stands for. */
export async function readPulse(caller: Caller<'sessions:read'>, scope: PulseScope = {}): Promise<string> {
  return readVersion(db(), caller.teamId, scope)
}
