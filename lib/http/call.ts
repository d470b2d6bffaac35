import type { CallSession } from '../../db/call-session'
import { renewIfExpiring } from '../../db/sessions'
import { type Credentials, readCredentials } from '../auth/credentials'
import type { TokenClaims } from '../auth/session-token'
import type { RequestContext } from '../context'
import type { ErrorCode } from '../errors'
import { type Admission, startAdmission } from '../limits/admission'
import { db } from '../process'
import { EXPIRING_SOON_MS } from '../time'
import { type Client, clientOf, programIn } from './client'

/** A request to the API while it is handled, with what the headers of its response and its log line need. */
export interface Call {
  readonly request: Request
  readonly client: Client
  readonly context: RequestContext
  readonly admission: Admission
  /** The caller for the log, as soon as it is known. */
  caller?: { teamId: string; keyId?: string | undefined; agentName?: string | undefined }
  /** The agent in the path, as it was sent. */
  agentInPath?: string | undefined
  /** The code of the error that is returned. */
  errorCode?: ErrorCode
  isReplayed: boolean
  /** Claims of the session token that was sent. */
  claims?: TokenClaims
  /** The session of that token, for the headers with its expiry and, if the sent token has another expiry, a new token. */
  session?: { started_at: Date; expires_at: Date }
}

/** Starts to handle a request. */
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
      client: programIn(request.headers),
      onReplay: () => {
        call.isReplayed = true
      },
      onSession: (session) => {
        call.session = session
      },
      onKey: ({ teamId, id }) => {
        call.caller ??= { teamId, keyId: id }
      },
    },
  }
  return call
}

/** Reads the credentials in the headers of a call. @throws ambiguous_api_key */
export const credentialsOf = ({ request }: Call): Credentials => readCredentials(request.headers)

/** Renews the session of a successful call when it is expiring soon and the team renews sessions on use. Returns the session with its current expiry. */
export async function renewSessionIfDue<Session extends CallSession>(call: Call, session: Session): Promise<Session> {
  const leftMs = session.expires_at.getTime() - session.now.getTime()
  const isDue = session.renew_on_use && leftMs > 0 && leftMs < EXPIRING_SOON_MS
  const expires_at = isDue ? await renewIfExpiring(db(), session.team_id, session.id) : undefined
  if (expires_at === undefined) return session
  const renewed = { ...session, expires_at }
  call.session = renewed
  return renewed
}
