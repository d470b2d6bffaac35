export type { MemoryStatus, Trust } from '../../db/constants'
export { MEMORY_STATUSES, MEMORY_TYPES, PROVENANCES, TRUST_LEVELS } from '../../db/constants'

/** Which memories of a session are listed: those that it stored, or those that its recalls returned. */
export const SESSION_MEMORY_KINDS = ['stored', 'recalled'] as const
export type SessionMemoryKind = (typeof SESSION_MEMORY_KINDS)[number]
