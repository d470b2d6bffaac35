export { MEMORY_STATUSES, MEMORY_TYPES, PROVENANCES, TRUST_LEVELS } from '../../db/constants'
