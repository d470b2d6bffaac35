import type { CallSession } from '../../db/call-session'
import type { EndReason } from '../../db/constants'
import type { Refusal } from '../../db/session-authorization'
import type { Failure } from '../errors'
import { ADDRESS_NOT_ALLOWED, KEY_EXPIRED, KEY_REVOKED, UNKNOWN_KEY } from './authenticate-key'
import type { Scope } from './permissions'
import { missingScope } from './principal'

/** Returns the sentence for a session that has ended, with the reason why. */
export const sessionEndedMessage = (reason: EndReason) => `The session has ended (${reason}). Activate the agent again.`

/** The error for each refusal of the database. */
export const FAILURES: Record<Refusal, (session: CallSession, scope: Scope | null) => Failure> = {
  agent_deleted: () => ({
    code: 'agent_deleted',
    message: 'The agent of this session was deleted.',
    details: { end_reason: 'agent_deleted' },
  }),
  session_expired: () => ({
    code: 'session_expired',
    message: 'The session has expired. Extend it with its token and your API key, or activate the agent again.',
    details: { end_reason: 'expired' },
  }),
  session_ended: ({ end_reason }) => ({
    code: 'session_ended',
    message: sessionEndedMessage(end_reason ?? 'expired'),
    details: { end_reason: end_reason ?? 'expired' },
  }),
  credential_revoked: () => ({
    code: 'credential_revoked',
    message: 'The key or person this token was issued to lost access. Activate the agent again with a valid API key.',
  }),
  invalid_companion_key: () => ({ code: 'invalid_api_key', message: UNKNOWN_KEY }),
  companion_key_revoked: () => ({ code: 'api_key_revoked', message: KEY_REVOKED }),
  companion_key_expired: () => ({ code: 'api_key_expired', message: KEY_EXPIRED }),
  companion_key_not_allowed: () => ({
    code: 'agent_not_allowed',
    message: 'The API key sent with the token has no access to this agent.',
  }),
  companion_address_not_allowed: () => ({ code: 'address_not_allowed', message: ADDRESS_NOT_ALLOWED }),
  address_not_allowed: () => ({
    code: 'address_not_allowed',
    message:
      'The key this token was issued to does not work from the address that the call came from. Ask a team admin to add the address to the key.',
  }),
  wrong_agent: () => ({
    code: 'wrong_agent',
    message: 'This session token belongs to a different agent than the one in the path.',
  }),
  agent_not_allowed: () => ({
    code: 'agent_not_allowed',
    message: 'The key this token was issued to no longer has access to this agent.',
  }),
  insufficient_scope: (_session, scope) => ({
    code: 'insufficient_scope',
    message: missingScope(scope),
  }),
}
