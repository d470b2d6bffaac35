interface SentStatement {
  text: string
  name?: string
  values?: unknown[]
}

/**
 * Returns the statements in the first argument of `query` of a client: a text, a query of the driver, or a batch of the product. Imports nothing, because
 * it is loaded with every test file.
 */
export function statementsIn(first: unknown): SentStatement[] {
  if (typeof first === 'string') return [{ text: first }]
  if (isBatch(first)) return [...first.statements]
  return isQuery(first) ? [first] : []
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isQuery = (first: unknown): first is SentStatement => isObject(first) && 'text' in first && typeof first.text === 'string'

/** See `StatementBatch` in db/statement-batch.ts. */
const isBatch = (first: unknown): first is { statements: SentStatement[] } =>
  isObject(first) && 'statements' in first && Array.isArray(first.statements)
