import { type AppError, ERRORS, type ErrorCode } from '../errors'
import { receiveBody } from '../http/body'
import { type CallerIdentity, type Notes, notesOf } from '../http/notes'
import { addressGroup } from './address-group'
import { findKnownCredential, forgetCredential, rememberCredential } from './known-credentials'
import { countFailedAuthentication, countRequest, refuseAfterFailures } from './rate-limits'
import { authenticationSlots, holdSlot, workSlots } from './slots'

/** A credential as it was sent, before any row was asked about it. */
interface SentCredential {
  digest: string
  /** True when we can tell without the database that we issued it. */
  isSigned: boolean
  /** Asks the database whose it is; undefined: of nobody who is let in by it alone. Throws when it is refused. */
  identify: () => Promise<CallerIdentity | undefined>
}

/**
 * Finds out in whose name a request is worked on, and counts it against the limits of key and team. Nobody waits for a credential that is
 * not valid: unless it was valid when it was last used, it is looked up beside the work of authenticated callers, in few slots that all addresses share.
 */
export async function admitCaller(request: Request, { digest, isSigned, identify }: SentCredential): Promise<void> {
  const notes = notesOf(request)
  notes.credential = digest
  const caller = findKnownCredential(digest) ?? (await identifyFirst(notes, isSigned, identify))
  if (caller === undefined) return
  rememberCredential(digest, caller)
  notes.caller = caller
  await countRequest(notes, caller)
}

async function identifyFirst(notes: Notes, isSigned: boolean, identify: SentCredential['identify']): Promise<CallerIdentity | undefined> {
  const group = addressGroup(notes.address)
  const refuse = async () => {
    await refuseAfterFailures(notes.credential ?? '')
    if (!isSigned) await refuseAfterFailures(group)
  }
  await refuse()
  const release = await authenticationSlots().acquire({ group, member: group })
  try {
    // Of many that waited together, the first ones may have failed.
    await refuse()
    return await identify()
  } finally {
    release()
  }
}

/** Waits for the rest of the request, then for its turn to work; until the request is answered. Whoever is not known yet has no turn among callers who are. */
export async function awaitTurn(request: Request): Promise<void> {
  await receiveBody(request)
  await holdSlot(request, notesOf(request).caller ? workSlots() : authenticationSlots())
}

/** Whatever was sent instead of a credential, or in the place of one of ours. */
const NOT_OURS: readonly ErrorCode[] = ['invalid_api_key', 'ambiguous_api_key', 'invalid_session_token']
const NOTHING_SENT: readonly ErrorCode[] = ['missing_api_key', 'missing_session_token']

/**
 * Counts a refused credential; gives the failure to answer with, which is another when there were too many. A credential of ours is counted
 * by itself: that one agent goes on with an ended session must not refuse others at its address.
 */
export async function noteRefusedCredential(request: Request, failure: AppError): Promise<AppError> {
  if (ERRORS[failure.code].status !== 401 || NOTHING_SENT.includes(failure.code)) return failure
  const { credential, address } = notesOf(request)
  if (credential !== undefined) forgetCredential(credential)
  const by = credential === undefined || NOT_OURS.includes(failure.code) ? addressGroup(address) : credential
  return (await countFailedAuthentication(by)) ?? failure
}
