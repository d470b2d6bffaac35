import { type AppError, ERRORS, type ErrorCode } from '../errors'
import { addressGroup } from './address-group'
import type { ConcurrencyLimiter, Release } from './concurrency-limiter'
import { findKnownCredential, forgetCredential, rememberCredential } from './known-credentials'
import type { LimitedCaller, Quota } from './quotas'
import { countFailedAuthentication, countRequest, rejectAfterFailures } from './rate-limits'
import { authenticationSlots, workSlots } from './slots'

/** A credential as it was sent, before the database was asked about it. */
export interface SentCredential {
  /** Stands for the credential wherever something is remembered about it; it reveals nothing. */
  digest: string
  /** True when we can tell without the database that we issued it. */
  isSigned: boolean
  /** Asks the database whose it is; undefined when nobody is admitted by it alone. Throws when it is refused. */
  identify: () => Promise<LimitedCaller | undefined>
}

/** What one request holds of the limits: who is counted for it, and the slots that it has taken. */
export interface Admission {
  readonly address: string | null
  /** Digest of the credential that was sent. */
  credential?: string
  caller?: LimitedCaller
  quotas: Quota[]
  readonly slots: Map<ConcurrencyLimiter, Release>
}

/** Starts counting for a request from this address. */
export const startAdmission = (address: string | null): Admission => ({ address, quotas: [], slots: new Map() })

/**
 * Identifies the caller of a request, and counts the request against the limits of its key and team. Nobody waits for a credential that
 * is not valid: unless it was valid when it was last used, it is looked up apart from the work of authenticated callers, in few slots.
 * @throws rate_limit_exceeded, or why the credential is refused
 */
export async function admitCaller(admission: Admission, { digest, isSigned, identify }: SentCredential): Promise<void> {
  admission.credential = digest
  const caller = findKnownCredential(digest) ?? (await identifyUnknownCredential(admission, isSigned, identify))
  if (caller === undefined) return
  rememberCredential(digest, caller)
  admission.caller = caller
  await countRequest(admission.quotas, caller)
}

async function identifyUnknownCredential(
  admission: Admission,
  isSigned: boolean,
  identify: SentCredential['identify'],
): Promise<LimitedCaller | undefined> {
  const group = addressGroup(admission.address)
  const rejectAfterTooManyFailures = async () => {
    await rejectAfterFailures(admission.credential ?? '')
    if (!isSigned) await rejectAfterFailures(group)
  }
  await rejectAfterTooManyFailures()
  const release = await authenticationSlots().acquire({ group, member: group })
  try {
    // Of many that waited together, the first ones may have failed.
    await rejectAfterTooManyFailures()
    return await identify()
  } finally {
    release()
  }
}

/** Waits for a slot to work in. A caller that is not known yet takes none of those that known callers wait for. */
export async function waitForWorkSlot(admission: Admission): Promise<void> {
  await acquireSlot(admission, admission.caller ? workSlots() : authenticationSlots())
}

/**
 * Takes a slot in the name of whoever sent the request, until `releaseSlots`; one per limiter, however often it is asked for. A request
 * that did not authenticate competes only with others from the same address.
 */
export async function acquireSlot(admission: Admission, limiter: ConcurrencyLimiter): Promise<void> {
  if (!admission.slots.has(limiter)) admission.slots.set(limiter, await limiter.acquire(slotOwner(admission)))
}

/** Gives back every slot that a request holds. */
export function releaseSlots({ slots }: Admission): void {
  for (const release of slots.values()) release()
  slots.clear()
}

function slotOwner({ caller, address }: Admission) {
  if (caller) return { group: caller.teamId, member: caller.issuedTo }
  const group = addressGroup(address)
  return { group, member: group }
}

/** Codes for whatever was sent instead of a credential of ours. */
const FORGED_CODES: readonly ErrorCode[] = ['invalid_api_key', 'ambiguous_api_key', 'invalid_session_token']
const MISSING_CODES: readonly ErrorCode[] = ['missing_api_key', 'missing_session_token']

/**
 * Counts a refused credential, and returns the error to answer with: another one when there were too many. A credential of ours is counted
 * by itself, so that one agent that keeps using an ended session does not block others at its address.
 */
export async function countRefusedCredential({ credential, address }: Admission, error: AppError): Promise<AppError> {
  if (ERRORS[error.code].status !== 401 || MISSING_CODES.includes(error.code)) return error
  if (credential !== undefined) forgetCredential(credential)
  const by = credential === undefined || FORGED_CODES.includes(error.code) ? addressGroup(address) : credential
  return (await countFailedAuthentication(by)) ?? error
}
