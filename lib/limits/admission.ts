import { type AppError, ERRORS, type ErrorCode } from '../errors'
import { addressGroup } from './address-group'
import type { ConcurrencyLimiter, Release } from './concurrency-limiter'
import { findKnownCredential, forgetCredential, rememberCredential } from './known-credentials'
import type { LimitedCaller, Quota } from './quotas'
import { countFailedAuthentication, countRequest, rejectAfterFailures, uncountRequest } from './rate-limits'
import { authenticationSlots, workSlots } from './slots'

/** A credential as it was sent, before it was looked up in the database. */
export interface SentCredential {
  /** A digest under which something is remembered about the credential. It does not reveal the credential. */
  digest: string
  /** True when its signature shows, without the database, that this server issued it. */
  isSigned: boolean
  /** Looks up the caller in the database; undefined when the credential alone does not identify one. Throws when it is refused. */
  identify: () => Promise<LimitedCaller | undefined>
  /** For whom a call counts that the credential alone does not identify, as its signature shows. */
  countsFor?: LimitedCaller
}

/** How a request counts for the limits, and the slots that it holds. */
export interface Admission {
  readonly address: string | null
  /** Digest of the credential that was sent. */
  credential?: string
  caller?: LimitedCaller
  /** For whom the request was counted in `quotas`. */
  countedFor?: LimitedCaller
  quotas: Quota[]
  readonly slots: Map<ConcurrencyLimiter, Release>
}

/** Creates the admission of a request from an address. */
export const startAdmission = (address: string | null): Admission => ({ address, quotas: [], slots: new Map() })

/**
 * Identifies the caller of a request, and counts the request for the rate limits of its key and team. A credential that was not valid at its last
 * use is looked up in separate slots, so that invalid credentials do not delay authenticated callers.
 * @throws rate_limit_exceeded, or the error of a refused credential
 */
export async function admitCaller(admission: Admission, { digest, isSigned, identify, countsFor }: SentCredential): Promise<void> {
  admission.credential = digest
  const known = findKnownCredential(digest)
  if (known !== undefined) await rejectAfterFailures(credentialAtAddress(admission))
  const caller = known ?? (await identifyUnknownCredential(admission, isSigned, identify))
  admission.countedFor = caller ?? countsFor
  if (caller !== undefined) {
    rememberCredential(digest, caller)
    admission.caller = caller
  }
  if (admission.countedFor !== undefined) await countRequest(admission.quotas, admission.countedFor)
}

async function identifyUnknownCredential(
  admission: Admission,
  isSigned: boolean,
  identify: SentCredential['identify'],
): Promise<LimitedCaller | undefined> {
  const group = addressGroup(admission.address)
  const rejectAfterTooManyFailures = async () => {
    await rejectAfterFailures(admission.credential ?? '')
    await rejectAfterFailures(credentialAtAddress(admission))
    if (!isSigned) await rejectAfterFailures(group)
  }
  await rejectAfterTooManyFailures()
  const release = await authenticationSlots().acquire({ group, member: group })
  try {
    // While this request waited, others from the same address may have failed.
    await rejectAfterTooManyFailures()
    return await identify()
  } finally {
    release()
  }
}

/** Waits for a slot to work in. Unidentified callers use the separate slots for authentication. */
export async function waitForWorkSlot(admission: Admission): Promise<void> {
  await acquireSlot(admission, admission.caller ? workSlots() : authenticationSlots())
}

/** Gives back the slot to work in, while a request waits for its client. `waitForWorkSlot` takes one again. */
export function releaseWorkSlot({ caller, slots }: Admission): void {
  const limiter = caller ? workSlots() : authenticationSlots()
  slots.get(limiter)?.()
  slots.delete(limiter)
}

/**
 * Takes a slot of a limiter for a request, which holds it until `releaseSlots`. Takes only one slot per limiter, however often it is called. A
 * request without an identified caller shares slots with others from the same address.
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

/** What a valid credential counts for that is refused for where it is used or what is sent with it: its owner may use it at another address. */
const credentialAtAddress = ({ credential = '', address }: Admission) => `${credential} ${addressGroup(address)}`

/** Error codes for credentials that this server did not issue. */
const FORGED_CODES: readonly ErrorCode[] = ['invalid_api_key', 'ambiguous_api_key', 'invalid_session_token']
/** Error codes for requests without a credential. */
const MISSING_CODES: readonly ErrorCode[] = ['missing_api_key', 'missing_session_token']

/**
 * Counts a refused credential, and returns the error to respond with: `rate_limit_exceeded` when there were too many. A credential that this server
 * issued is counted separately, so that an agent which keeps using an ended session does not block others at its address. One that is valid, but
 * refused for its address or before its caller was identified, is counted at its address only: it takes nothing from the limits of its owner.
 */
export async function countRefusedCredential(admission: Admission, error: AppError): Promise<AppError> {
  const { credential, address, caller, countedFor, quotas } = admission
  const { status } = ERRORS[error.code]
  if (status === 403 && credential !== undefined && (caller === undefined || error.code === 'address_not_allowed')) {
    if (countedFor !== undefined) await uncountRequest(quotas, countedFor)
    return (await countFailedAuthentication(credentialAtAddress(admission))) ?? error
  }
  if (status !== 401 || MISSING_CODES.includes(error.code)) return error
  if (credential !== undefined) forgetCredential(credential)
  const by = credential === undefined || FORGED_CODES.includes(error.code) ? addressGroup(address) : credential
  return (await countFailedAuthentication(by)) ?? error
}
