import { createHash } from 'node:crypto'
import { findRecord, insertRecord, markWork, type RecordKey, tryLockRecord, undoWork } from '../db/idempotency'
import type { Tx } from '../db/schema'
import type { Caller } from './auth/caller'
import { AppError, ERRORS, fail, failField } from './errors'
import { db } from './process'

/**
 * The transaction of a verb that writes. With an Idempotency-Key its result commits together with a record of it, and the same
 * request within 24 hours gets that result again. Results must be plain data without secrets: presenting mints tokens.
 */
export async function idempotentTransaction<T extends object>(
  caller: Caller,
  act: string,
  input: object,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (caller.idempotencyKey === null) return db().transaction().execute(work)
  const key = recordKey(caller, caller.idempotencyKey)
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([act, input]))
    .digest('base64url')
  const outcome = await db()
    .transaction()
    .execute(async (tx) => (await recorded<T>(tx, caller, key, fingerprint)) ?? record(tx, key, fingerprint, work))
  return told(outcome)
}

/** What a record holds: a result, or the failure that the work ended in. */
type Outcome<T> = { result: T } | { failure: Pick<AppError, 'code' | 'message' | 'details'> }

async function recorded<T>(tx: Tx, caller: Caller, key: RecordKey, fingerprint: string): Promise<Outcome<T> | undefined> {
  if (!(await tryLockRecord(tx, key)))
    fail('idempotency_in_progress', 'The first request with this Idempotency-Key is still running. Try again in a moment.')
  const known = await findRecord(tx, key)
  if (known === undefined) return undefined
  if (known.fingerprint !== fingerprint)
    fail('idempotency_key_reused', 'This Idempotency-Key was used for another request in the last 24 hours. Use a new one.')
  caller.notes.replayed = true
  return JSON.parse(JSON.stringify(known.answer), reviveTime) as Outcome<T>
}

async function record<T>(tx: Tx, key: RecordKey, fingerprint: string, work: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
  await markWork(tx)
  const outcome = await attempt(tx, work)
  await insertRecord(tx, key, fingerprint, JSON.stringify(outcome, keepTime))
  return outcome
}

/** A refusal undoes the work and is recorded in its place; anything else that is thrown undoes all. */
async function attempt<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
  try {
    return { result: await work(tx) }
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !isLasting(thrown)) throw thrown
    await undoWork(tx)
    return { failure: { code: thrown.code, message: thrown.message, details: thrown.details } }
  }
}

/** Who may do what can change between two tries, and our own failures should: neither is recorded. */
const isLasting = ({ code }: AppError) => ERRORS[code].status >= 404 && ERRORS[code].status < 500

function told<T>(outcome: Outcome<T>): T {
  if ('result' in outcome) return outcome.result
  const { code, message, details } = outcome.failure
  throw new AppError(code, message, details)
}

function recordKey(caller: Caller, key: string): RecordKey {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) failField('Idempotency-Key', 'must be 1 to 255 visible ASCII characters')
  return { teamId: caller.teamId, caller: `${caller.via.kind}:${caller.via.id}`, key }
}

const TIME = 'memanto:time'

/** Times survive JSON: a row that comes back has the shape it had. */
function keepTime(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const original = this[name]
  return original instanceof Date ? { [TIME]: original.toISOString() } : renamed(value, /^memanto:time~*$/, (key) => `${key}~`)
}

function reviveTime(_name: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && TIME in value && typeof value[TIME] === 'string') return new Date(value[TIME])
  return renamed(value, /^memanto:time~+$/, (key) => key.slice(0, -1))
}

/** What callers store may have a key like ours: it is another one while it is kept. */
function renamed(value: unknown, like: RegExp, rename: (key: string) => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.keys(value).some((key) => like.test(key))) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [like.test(key) ? rename(key) : key, inner]))
}
