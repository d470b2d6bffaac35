import type { CallSession } from '../../db/session-authorization'
import { renewIfExpiring } from '../../db/sessions'
import { type Credentials, readCredentials } from '../auth/credentials'
import { formatGrantee } from '../auth/grantee'
import { noteKeyUse } from '../auth/key-last-used'
import type { SessionCredential } from '../auth/session-credential'
import { refreshedToken } from '../auth/session-token'
import type { RequestContext } from '../context'
import { type Admission, startAdmission } from '../limits/admission'
import { rememberRateLimit } from '../limits/rate-limits'
import { db } from '../process'
import { EXPIRING_SOON_MS } from '../time'
import { type Client, clientOf } from './client'

/** One request to the API while it is answered: what its answer's headers and its log line need. */
export interface Call {
  readonly request: Request
  readonly client: Client
  readonly context: RequestContext
  readonly admission: Admission
  /** Who is logged as the caller, as soon as that is known. */
  caller?: { teamId: string; keyId?: string | undefined; agentName?: string | undefined }
  isReplayed: boolean
  /** The session that the call is in: every answer says when it expires, and replaces an older token. */
  session?: { expiresAt: Date; freshToken: string | undefined }
}

/** Starts answering a request. */
export function startCall(request: Request): Call {
  const client = clientOf(request.headers)
  const call: Call = {
    request,
    client,
    admission: startAdmission(client.address),
    isReplayed: false,
    context: {
      requestId: client.requestId,
      clientAddress: client.address,
      idempotencyKey: request.headers.get('idempotency-key'),
      onReplay: () => {
        call.isReplayed = true
      },
    },
  }
  return call
}

/** The credentials in the headers of a call. @throws ambiguous_api_key */
export const credentialsOf = ({ request }: Call): Credentials => readCredentials(request.headers)

/** Notes the session of an authorized call for its answer, and renews it where the team's policy says so and little time is left. */
export async function noteSessionUse<Session extends CallSession>(
  call: Call,
  credential: SessionCredential,
  session: Session,
): Promise<Session> {
  const { claims, companionKey } = credential
  rememberRateLimit(formatGrantee(claims.issuedTo), session.requests_per_minute)
  if (companionKey !== undefined && companionKey !== 'malformed') noteKeyUse(companionKey.id, call.client.address)
  const leftMs = session.expires_at.getTime() - session.now.getTime()
  const isDue = session.renew_on_use && leftMs > 0 && leftMs < EXPIRING_SOON_MS
  const renewed = isDue ? await renewIfExpiring(db(), session.team_id, session.id) : undefined
  const used = renewed === undefined ? session : { ...session, expires_at: renewed }
  await noteSession(call, credential, used)
  return used
}

/** Notes the expiry of a session for the answer, with a new token where the one that was sent carries another expiry. */
export async function noteSession(
  call: Call,
  { claims }: Pick<SessionCredential, 'claims'>,
  session: { expires_at: Date; started_at: Date },
): Promise<void> {
  call.session = { expiresAt: session.expires_at, freshToken: await refreshedToken(claims, session) }
}
