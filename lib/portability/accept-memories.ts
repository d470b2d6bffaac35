import type { NewMemory } from '../../db/memories'
import { AppError } from '../errors'
import { toCamelCaseFields } from '../input/camel-case'
import { readFields, rejectMisspelledNames } from '../input/parameters'
import type { MemoryStatus, Trust } from '../memories/rules'
import type { Fields } from './formats/format'
import { IMPORTED_MEMORY } from './input'

/** A valid memory of a file. */
export interface FileMemory extends Omit<NewMemory, 'id' | 'title' | 'occurredAt'> {
  title?: string | undefined
  occurredAt?: Date | undefined
  id?: string | undefined
  /** The agent that it is of in the file. */
  agentName?: string | undefined
  sessionId?: string | undefined
  createdAt?: Date | undefined
  updatedAt?: Date | undefined
  status: MemoryStatus
  /** The id in the file of the memory that took its place. */
  supersededBy?: string | undefined
  trust: Trust
}

/** A valid memory, or what is wrong with it. */
export type Accepted = { memory: FileMemory; problem?: undefined } | { memory?: undefined; problem: string }

/** Validates a memory of a file as one that is remembered. This is where every memory passes that an import may store. */
export function acceptMemory(fields: Fields): Accepted {
  const given = Object.entries(fields)
  try {
    rejectMisspelledNames(IMPORTED_MEMORY, given)
    return { memory: toCamelCaseFields(readFields(IMPORTED_MEMORY, given)) }
  } catch (thrown) {
    if (thrown instanceof AppError) return { problem: thrown.message }
    throw thrown
  }
}
