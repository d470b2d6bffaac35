import type { RankedMemory } from './http/client'

/** The type of a memory. */
export type MemoryType = RankedMemory['type']
/** How the information of a memory was obtained. */
export type Provenance = RankedMemory['provenance']
/** Whether a memory is recalled, and if not, why. */
export type MemoryStatus = RankedMemory['status']
/** How far a memory is trusted. */
export type Trust = RankedMemory['trust']

/** In the order of the documentation. A type that the API adds or removes does not compile until it is added or removed here. */
const TYPES = {
  fact: true,
  preference: true,
  goal: true,
  decision: true,
  artifact: true,
  learning: true,
  event: true,
  instruction: true,
  relationship: true,
  context: true,
  observation: true,
  commitment: true,
  error: true,
} satisfies Record<MemoryType, true>

const PROVENANCE_KINDS = {
  explicit_statement: true,
  inferred: true,
  corrected: true,
  validated: true,
  observed: true,
  imported: true,
} satisfies Record<Provenance, true>

const STATUSES = { active: true, superseded: true, expired: true, deleted: true } satisfies Record<MemoryStatus, true>

const TRUST = { trusted: true, unreviewed: true, quarantined: true } satisfies Record<Trust, true>

/** The values of `--trust`. */
export const TRUST_LEVELS = [...Object.keys(TRUST), 'all']
/** The values of `--status`. */
export const MEMORY_STATUSES = [...Object.keys(STATUSES), 'all']
/** The values of `--type`. */
export const MEMORY_TYPES = Object.keys(TYPES)
/** The values of `--provenance`. */
export const PROVENANCES = Object.keys(PROVENANCE_KINDS)
