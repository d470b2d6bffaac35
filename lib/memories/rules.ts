export type { MemoryStatus, Trust } from '../../db/constants'
export { MEMORY_STATUSES, MEMORY_TYPES, PROVENANCES, TRUST_LEVELS } from '../../db/constants'
