export { MEMORY_TYPES, PROVENANCES } from '../../db/constants'
