import { type PulseScope, readVersion } from '../../db/change-version'
import type { Caller } from '../auth/caller'
import { text } from '../input/fields'
import { parameters } from '../input/parameters'
import { db, once } from '../process'

/** What the address of a pulse may ask for; nothing is the whole team. */
export const PULSE_SEARCH = parameters({ agent: text(64).optional(), session: text(64).optional() })

/** A text that is another as soon as something happened in the team, or with its agent or session. Read it before what it stands for. */
export async function readChangeVersion(caller: Caller<'sessions:read'>, scope: PulseScope = {}): Promise<string> {
  return readVersion(db(), caller.teamId, scope)
}

const SHARED_MS = 1_000

/** The same for pages that ask again and again: those who ask within a second of each other share one answer in this process. */
export async function readSharedPulse(caller: Caller<'sessions:read'>, scope: PulseScope = {}): Promise<string> {
  return shared(`pulse ${JSON.stringify([caller.teamId, scope.agent, scope.session])}`, SHARED_MS, () => readChangeVersion(caller, scope))
}

/** What the first who asks finds, for all who ask with the same key within a time, in this process. A failure is not kept. */
export function shared<T>(key: string, milliseconds: number, find: () => Promise<T>): Promise<T> {
  const answers = once('shared answers', () => new Map<string, Promise<unknown>>())
  const known = answers.get(key) as Promise<T> | undefined
  if (known !== undefined) return known
  const found = find()
  const forget = () => answers.delete(key)
  answers.set(key, found)
  setTimeout(forget, milliseconds).unref()
  found.catch(forget)
  return found
}
