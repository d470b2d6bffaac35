import type { RedactionPolicy } from '../../db/constants'
import type { NewMemory } from '../../db/memories'
import { AppError } from '../errors'
import { toCamelCaseFields } from '../input/camel-case'
import { readFields } from '../input/parameters'
import { rejectNamesForOneMemory } from '../memories/batch-fields'
import { requireOneExpiry } from '../memories/expiry'
import type { MemoryStatus, Trust } from '../memories/rules'
import type { Finding } from '../redaction/scan-memory'
import { screenByPolicy } from '../redaction/screen-memory'
import type { Fields } from './formats/format'
import { IMPORTED_MEMORY } from './input'
import { markRedactedIds } from './redacted-ids'

/** A valid memory of a file. */
export interface FileMemory extends Omit<NewMemory, 'id' | 'title' | 'occurredAt'> {
  title?: string | undefined
  occurredAt?: Date | undefined
  id?: string | undefined
  sessionId?: string | undefined
  createdAt?: Date | undefined
  updatedAt?: Date | undefined
  status: MemoryStatus
  /** The id in the file of the memory that took its place. */
  supersededBy?: string | undefined
  trust: Trust
}

/** A valid memory, or what is wrong with it. */
export type Accepted = { memory: FileMemory; findings: Finding[]; problem?: undefined } | { memory?: undefined; problem: string }

/** Validates and screens a memory of a file as one that is remembered. This is where every memory passes that an import may store. */
export function acceptMemory(fields: Fields, policy: RedactionPolicy, importId: string): Accepted {
  const given = Object.entries(fields)
  try {
    rejectNamesForOneMemory(IMPORTED_MEMORY, given)
    const read = withoutNeedlessSuccessor(toCamelCaseFields(readFields(IMPORTED_MEMORY, given)))
    requireOneExpiry(read)
    const { memory, findings, refusal } = screenByPolicy(read, policy)
    return refusal ? { problem: refusal.message } : { memory: markRedactedIds(memory, read, importId), findings }
  } catch (thrown) {
    if (thrown instanceof AppError) return { problem: thrown.message }
    throw thrown
  }
}

/** Nothing takes the place of an active memory. */
const withoutNeedlessSuccessor = (memory: FileMemory): FileMemory =>
  memory.status === 'active' ? { ...memory, supersededBy: undefined } : memory
