import type { CallSession } from '../../db/call-session'
import { renewIfExpiring } from '../../db/sessions'
import { type Credentials, readCredentials } from '../auth/credentials'
import type { TokenClaims } from '../auth/session-token'
import type { RequestContext } from '../context'
import { type Admission, startAdmission } from '../limits/admission'
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
  /** What the session token of the call says. */
  claims?: TokenClaims
  /** The session of that token: every answer says when it expires, with a new token where the one that was sent says another time. */
  session?: { started_at: Date; expires_at: Date }
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
      onSession: (session) => {
        call.session = session
      },
    },
  }
  return call
}

/** The credentials in the headers of a call. @throws ambiguous_api_key */
export const credentialsOf = ({ request }: Call): Credentials => readCredentials(request.headers)

/** Renews the session of a successful call where the team's policy says so and little time is left; returns the session as it is then. */
export async function renewSessionIfDue<Session extends CallSession>(call: Call, session: Session): Promise<Session> {
  const leftMs = session.expires_at.getTime() - session.now.getTime()
  const isDue = session.renew_on_use && leftMs > 0 && leftMs < EXPIRING_SOON_MS
  const expires_at = isDue ? await renewIfExpiring(db(), session.team_id, session.id) : undefined
  if (expires_at === undefined) return session
  const renewed = { ...session, expires_at }
  call.session = renewed
  return renewed
}
