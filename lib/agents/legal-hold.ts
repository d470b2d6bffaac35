import type { Agent } from '../../db/schema'
import { fail } from '../errors'

/** @throws legal_hold when nothing may remove memories of the agent */
export function requireNoHold({ name, legal_hold }: Pick<Agent, 'name' | 'legal_hold'>): void {
  if (legal_hold) failHeld([name])
}

/** @throws legal_hold, naming the agents */
export function failHeld(names: readonly string[]): never {
  const agents = names.map((name) => `“${name}”`).join(', ')
  fail(
    'legal_hold',
    `${agents} ${names.length === 1 ? 'is' : 'are'} on legal hold: memories cannot be removed until an admin ends the hold. Deleting a memory without purge still works.`,
  )
}
