import { AppError, type FieldError } from '../errors'
import { BATCH_BODY_LIMIT } from '../http/body'
import { type ParseResult, readFields, refuseMisspelt, safeParseInput } from '../input/parameters'
import { BATCH, NEW_MEMORY } from './input'
import type { MemoryInput } from './remember'

/** One memory of a batch: what to store, or what is wrong with it. */
export type BatchItem = { memory: MemoryInput } | { detail: string; errors: FieldError[] }

/** The memories of a batch, each judged by itself. */
export async function safeParseBatch(request: Request): Promise<ParseResult<BatchItem[]>> {
  const { value, refusal } = await safeParseInput(request, BATCH, BATCH_BODY_LIMIT)
  return refusal ? { refusal } : { value: value.memories.map(judge) }
}

function judge(item: unknown): BatchItem {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return { detail: 'A memory must be a JSON object.', errors: [] }
  const given = Object.entries(item)
  try {
    refuseMisspelt(NEW_MEMORY, given)
    return { memory: readFields(NEW_MEMORY, given) }
  } catch (thrown) {
    if (thrown instanceof AppError) return { detail: thrown.message, errors: thrown.details.errors ?? [] }
    throw thrown
  }
}
