import type { ErrorCode } from '../errors'
import { MEMORY_ERROR_GUIDE } from './memory-error-guide'

interface Guide {
  meaning: string
  /** What to do about it. */
  remedy: string
}

/** The explanations of the error codes, for the pages under /docs/errors. */
export const ERROR_GUIDE = {
  malformed_request: {
    meaning: 'The URL or a header could not be parsed.',
    remedy: 'Percent-encode path and query values as UTF-8, and check the Host header.',
  },
  malformed_json: {
    meaning: 'The body is not JSON, not UTF-8, or nested more than 64 levels deep.',
    remedy: 'Serialize the body with a JSON library. Any content type works, and an empty body is allowed.',
  },
  missing_api_key: {
    meaning: 'This call needs an API key, and none was sent.',
    remedy: 'Send it as “Authorization: Bearer mk_live_…” or as X-Api-Key. Owners and admins of your team can create keys.',
  },
  invalid_api_key: {
    meaning: 'This server does not know the API key.',
    remedy: 'Check that you copied all of it, and that you call the server it was created on. After a rotation, use the new secret.',
  },
  ambiguous_api_key: {
    meaning: 'Authorization and X-Api-Key contain different keys.',
    remedy: 'Send one of them, or the same key in both.',
  },
  api_key_revoked: {
    meaning: 'An admin revoked this API key. The sessions it opened have ended.',
    remedy: 'Ask an admin of your team for a new key.',
  },
  api_key_expired: {
    meaning: 'The API key is past its expiry date.',
    remedy: 'Ask an admin of your team for a new key.',
  },
  address_not_allowed: {
    meaning: 'The API key, or the key that the session token was issued to, works only from some networks, and the call came from another.',
    remedy: 'Call from an allowed network, or ask an admin of your team to add the address to the key.',
  },
  missing_session_token: {
    meaning: 'This call needs a session token, and none was sent.',
    remedy: 'Activate the agent, and send the session_token from the response in the X-Session-Token header.',
  },
  invalid_session_token: {
    meaning: 'The token is malformed, or was not signed by this server.',
    remedy: 'Activate the agent to get a token. Tokens of another server, or from before this server’s secret was replaced, are not valid.',
  },
  unknown_session: {
    meaning: 'The token is signed by this server, but its session does not exist.',
    remedy: 'Activate the agent to start a session and get its token.',
  },
  session_expired: {
    meaning: 'The session of this token is past its expiry time.',
    remedy: 'Activate the agent again. Or, within your team’s renewal grace, extend the session with its token and an API key.',
  },
  session_ended: {
    meaning: 'The session of this token has ended; end_reason says why. An ended session cannot be reactivated.',
    remedy: 'Activate the agent again. Its memories are kept.',
  },
  agent_deleted: {
    meaning: 'The agent of this session was deleted, including its memories.',
    remedy: 'Create the agent again. It starts without memories.',
  },
  credential_revoked: {
    meaning: 'The key or person this session token was issued to lost access.',
    remedy: 'Activate the agent with a valid API key.',
  },
  insufficient_scope: {
    meaning: 'The credential is valid but lacks the scope this call needs; detail names it.',
    remedy: 'Use a key with that scope, or ask an admin of your team for one.',
  },
  wrong_agent: {
    meaning: 'The session token belongs to a different agent than the one in the path.',
    remedy: 'Use the token you got by activating this agent.',
  },
  agent_not_allowed: {
    meaning: 'The API key is limited to certain agents, and this is not one of them. Such a key cannot create agents either.',
    remedy: 'Use a key with access to this agent, or ask an admin to create one.',
  },
  not_found: {
    meaning: 'Unknown path.',
    remedy: 'Check the path against the API reference.',
  },
  agent_not_found: {
    meaning: 'Your team has no such agent, or the key has no access to it.',
    remedy: 'Check the spelling, including upper and lower case. Create the agent, or activate it with create=true.',
  },
  session_not_found: {
    meaning: 'Your team has no such session, or the key has no access to its agent.',
    remedy: 'List sessions to find the id.',
  },
  no_active_session: {
    meaning: 'There is no active session.',
    remedy: 'Activate the agent to start one.',
  },
  method_not_allowed: {
    meaning: 'The path exists, but not for this HTTP method.',
    remedy: 'The Allow header lists the allowed methods.',
  },
  request_timeout: {
    meaning: 'The request did not arrive completely in time.',
    remedy: 'Try again. On a slow connection, send smaller batches.',
  },
  agent_exists: {
    meaning: 'Your team already has an agent with this name, or with one that differs from it only in case.',
    remedy: 'Use the existing agent, or choose another name.',
  },
  session_already_active: {
    meaning: 'A session is already active, and you sent on_active=reject.',
    remedy: 'Omit on_active to join the session, or send on_active=replace to end it and start a new one.',
  },
  session_limit_reached: {
    meaning: 'The session has reached the maximum lifetime set by your team.',
    remedy: 'Deactivate the agent and activate it again. Owners and admins can change the maximum.',
  },
  idempotency_in_progress: {
    meaning: 'An earlier request with the same Idempotency-Key is still running.',
    remedy: 'Wait a moment and send the same request again: you get the response to the first one.',
  },
  body_too_large: {
    meaning: 'The body is larger than 1 MB, 5 MB for a batch, or 100 MB for an import.',
    remedy: 'Send less per request.',
  },
  unknown_host: {
    meaning:
      'A page was requested at a host name that this server does not know. Without PUBLIC_URL, it only knows those of its own machine.',
    remedy: 'The server admin must set PUBLIC_URL to the address that people use, and restart. The API works at any host name.',
  },
  invalid_request: {
    meaning: 'Some parameters are missing or not valid; errors lists each one.',
    remedy: 'Correct the listed fields. A parameter can be in the query or in the body, but not with two different values.',
  },
  idempotency_key_reused: {
    meaning: 'This Idempotency-Key was used for another request within the last 24 hours (7 days for an import).',
    remedy: 'Use a new key for every new request, and reuse a key only to repeat the same request.',
  },
  headers_too_large: {
    meaning: 'The URL and headers are larger than 128 KiB.',
    remedy: 'Move long parameters from the query into a JSON body.',
  },
  team_needs_owner: {
    meaning: 'This would leave the team without an owner.',
    remedy: 'Make another member an owner first.',
  },
  link_spent: {
    meaning: 'A one-time link was used, withdrawn or replaced, or it has expired.',
    remedy: 'Ask an admin of your team for a new one.',
  },
  wrong_password: {
    meaning: 'No account has this e-mail, or the password is wrong.',
    remedy: 'Check both. A team admin can create a password reset link.',
  },
  too_many_attempts: {
    meaning: 'Too many wrong passwords for this e-mail or from this IP address.',
    remedy: 'Wait as long as the response says and try again, or use a browser that has signed in to this account before.',
  },
  too_many_requests: {
    meaning: 'Too many requests queued for this key (limit 1,000).',
    remedy: 'Send fewer requests at once, and wait the number of seconds in Retry-After.',
  },
  rate_limit_exceeded: {
    meaning: 'The key, the team or the IP address sent more requests per minute than allowed, or too many with invalid credentials.',
    remedy:
      'Wait the number of seconds in Retry-After. `RateLimit` says how many requests are left; responses to calls with a valid credential have it. The server admin can change the limits; a team admin can change the limit of a key.',
  },
  internal_error: {
    meaning: 'The server failed unexpectedly.',
    remedy: 'Try again. If it persists, send the request_id to your server admin.',
  },
  answer_not_configured: {
    meaning: 'Not available on this server: use recall.',
    remedy: 'Use recall, and answer from the memories it returns.',
  },
  overloaded: {
    meaning: 'The server is overloaded, or too many requests changed the same data at once.',
    remedy: 'Wait the number of seconds in Retry-After, and try again.',
  },
  database_unavailable: {
    meaning: 'The server cannot reach its database, or is starting or stopping.',
    remedy: 'Wait the number of seconds in Retry-After, and try again. If it persists, tell your server admin.',
  },
  ...MEMORY_ERROR_GUIDE,
} as const satisfies Record<ErrorCode, Guide>
