import { createHash } from 'node:crypto'
import { insertRecord, lockRecordLater, markWork, type RecordKey, type StoredRecord, undoWork } from '../db/idempotency'
import type { Tx } from '../db/schema'
import { formatGrantee } from './auth/grantee'
import { dbFor, type Identity } from './auth/principal'
import type { RequestContext } from './context'
import { AppError, ERRORS, fail, failField } from './errors'

/** The form of an Idempotency-Key: visible ASCII characters. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/

/** Whose results are stored: different keys and people can use the same Idempotency-Key. */
type Owner = Pick<Identity, 'teamId' | 'issuedTo' | 'db'>

/**
 * Runs the transaction of a use case that writes. With an Idempotency-Key, a record of the result is stored in the same transaction, and the same
 * request within 24 hours returns that result again. Results must be plain data without secrets; tokens are signed only for the response.
 * @throws idempotency_in_progress, idempotency_key_reused, and whatever the work throws
 */
export async function idempotentTransaction<T extends object>(
  owner: Owner,
  context: RequestContext,
  operation: string,
  input: object,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (context.idempotencyKey === null) return dbFor(owner).transaction().execute(work)
  const key = recordKey(owner, context.idempotencyKey)
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([operation, input]))
    .digest('base64url')
  const outcome = await dbFor(owner)
    .transaction()
    .execute((tx) => recordOutcome(tx, key, fingerprint, work))
    .catch((thrown: unknown) => repeatEarlierOutcome<T>(thrown, context))
  return unwrapOutcome(outcome)
}

/** The stored outcome of work: its result, or the error that it threw. The names are those of records that are already stored. */
type Outcome<T> = { result: T } | { failure: { code: AppError['code']; message: string; facts: AppError['details'] } }

const purged: Outcome<never> = {
  failure: { code: 'memory_purged', message: 'The response to this request contained a memory that was purged since.', facts: {} },
}
/** What is stored in the place of an outcome with a memory that is purged: the text is gone, and a retry does not store it again. */
export const PURGED = JSON.stringify(purged)

/** Thrown out of the work when an earlier request with the same Idempotency-Key is still running, or has an outcome. */
class EarlierRequest extends Error {
  readonly record: StoredRecord | undefined
  readonly fingerprint: string

  constructor(record: StoredRecord | undefined, fingerprint: string) {
    super('An earlier request has this Idempotency-Key.')
    this.record = record
    this.fingerprint = fingerprint
  }
}

/** Does the work unless there was an earlier request: that is found out in the round trip of the first statement of the work. */
async function recordOutcome<T>(tx: Tx, key: RecordKey, fingerprint: string, work: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
  await lockRecordLater(tx, key, (record) => {
    throw new EarlierRequest(record, fingerprint)
  })
  await markWork(tx)
  const outcome = await runWork(tx, work)
  await insertRecord(tx, key, fingerprint, JSON.stringify(outcome, encodeTime))
  return outcome
}

function repeatEarlierOutcome<T>(thrown: unknown, context: RequestContext): Outcome<T> {
  if (!(thrown instanceof EarlierRequest)) throw thrown
  const record = requireSameRequest(thrown.record, thrown.fingerprint)
  context.onReplay?.()
  return JSON.parse(JSON.stringify(record.answer), decodeTime) as Outcome<T>
}

/** Returns the record of an earlier request if that was the same request. The record is undefined while the request is running. @throws idempotency_in_progress, idempotency_key_reused */
function requireSameRequest(record: StoredRecord | undefined, fingerprint: string): StoredRecord {
  if (record === undefined)
    fail('idempotency_in_progress', 'The first request with this Idempotency-Key is still running. Try again in a moment.')
  if (record.fingerprint !== fingerprint)
    fail('idempotency_key_reused', 'This Idempotency-Key was used for another request within the last 24 hours. Use a new one.')
  return record
}

/**
 * Records that an Idempotency-Key was used for work that keeps its progress elsewhere, such as an import: for 24 hours, another request with it is refused. An
 * earlier use is found with the next statement of the transaction. @throws idempotency_in_progress, idempotency_key_reused
 */
export async function claimKey(tx: Tx, owner: Owner, key: string, fingerprint: string): Promise<void> {
  const recorded = recordKey(owner, key)
  await lockRecordLater(tx, recorded, (earlier) => void requireSameRequest(earlier, fingerprint))
  await insertRecord(tx, recorded, fingerprint, '{}')
}

/** Runs the work. An error that a retry would get again undoes the work and is recorded; any other error undoes the whole transaction. */
async function runWork<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
  try {
    return { result: await work(tx) }
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !isLasting(thrown)) throw thrown
    await undoWork(tx)
    return { failure: { code: thrown.code, message: thrown.message, facts: thrown.details } }
  }
}

/** True for errors that are recorded. Permissions can change before a retry, and errors of the server are temporary, so these are not recorded. */
const isLasting = ({ code }: AppError) => ERRORS[code].status >= 404 && ERRORS[code].status < 500

function unwrapOutcome<T>(outcome: Outcome<T>): T {
  if ('result' in outcome) return outcome.result
  const { code, message, facts } = outcome.failure
  throw new AppError(code, message, facts)
}

/** The context of a part of a use case that writes in several transactions: the result of each part is stored, so that a repeated request goes on after the last one. */
export function contextOfPart(context: RequestContext, part: string): RequestContext {
  if (context.idempotencyKey === null) return context
  requireValidKey(context.idempotencyKey)
  const idempotencyKey = createHash('sha256').update(`${context.idempotencyKey}\n${part}`).digest('base64url')
  return { ...context, idempotencyKey }
}

function requireValidKey(key: string): void {
  if (!IDEMPOTENCY_KEY.test(key)) failField('Idempotency-Key', 'must be 1 to 255 visible ASCII characters')
}

function recordKey({ teamId, issuedTo }: Owner, key: string): RecordKey {
  requireValidKey(key)
  return { teamId, caller: formatGrantee(issuedTo), key }
}

const TIME_KEY = 'memanto:time'

/** Writes times so that `decodeTime` restores them as dates. */
function encodeTime(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const original = this[name]
  return original instanceof Date ? { [TIME_KEY]: original.toISOString() } : renameKeys(value, /^memanto:time~*$/, (key) => `${key}~`)
}

function decodeTime(_name: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && TIME_KEY in value && typeof value[TIME_KEY] === 'string')
    return new Date(value[TIME_KEY])
  return renameKeys(value, /^memanto:time~+$/, (key) => key.slice(0, -1))
}

/** Renames keys of stored data that look like TIME_KEY, so that they are not read as times. */
function renameKeys(value: unknown, pattern: RegExp, rename: (key: string) => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.keys(value).some((key) => pattern.test(key)))
    return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [pattern.test(key) ? rename(key) : key, inner]))
}
