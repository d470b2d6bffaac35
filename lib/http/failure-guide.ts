import type { FailureCode } from '../errors'

interface Guide {
  means: string
  /** What to do about it. */
  remedy: string
}

/** The error pages under /docs. A new code does not compile until it is explained. */
export const FAILURE_GUIDE = {
  malformed_request: {
    means: 'The address or a header could not be read, before anything else was looked at.',
    remedy: 'Percent-encode what you put into a path or a query as UTF-8, and check the Host header.',
  },
  malformed_json: {
    means: 'The body is not JSON, not UTF-8, or nested more than 64 levels deep.',
    remedy: 'Let a JSON library write the body. The content type does not matter, and an empty body is fine.',
  },
  missing_api_key: {
    means: 'This call needs an API key and none was sent.',
    remedy: 'Send it as “Authorization: Bearer mk_live_…” or as X-Api-Key. An admin of your team issues keys.',
  },
  invalid_api_key: {
    means: 'No API key like this one is known here.',
    remedy: 'Check that it was copied whole, and that you call the server it was issued on. After a rotation, use the new secret.',
  },
  ambiguous_api_key: {
    means: 'Authorization and X-Api-Key hold different keys.',
    remedy: 'Send one of them, or the same key in both.',
  },
  api_key_revoked: {
    means: 'An admin revoked this API key. The sessions it opened have ended.',
    remedy: 'Ask an admin of your team for a new key.',
  },
  api_key_expired: {
    means: 'The API key has passed its expiry date.',
    remedy: 'Ask an admin of your team for a new key.',
  },
  missing_session_token: {
    means: 'This call happens inside a session and no session token was sent.',
    remedy: 'Activate the agent, and send the session_token of the answer in the X-Session-Token header.',
  },
  invalid_session_token: {
    means: 'The token is malformed, or was not signed by this server.',
    remedy: 'Activate the agent to get a token. Tokens of another server, or from before its secret was replaced, are not valid here.',
  },
  unknown_session: {
    means: 'The token is signed by this server, but its session does not exist.',
    remedy: 'Activate the agent to get a token of a session that does.',
  },
  session_expired: {
    means: 'The session of this token has passed its expiry time.',
    remedy:
      'Activate the agent again. Or revive the session: extend it with an API key beside the token, while your team’s renewal grace lasts.',
  },
  session_ended: {
    means: 'The session of this token was ended; end_reason says how. An ended session never comes back.',
    remedy: 'Activate the agent again. Its memories are all there.',
  },
  agent_deleted: {
    means: 'The agent of this token’s session was deleted, and its memories with it.',
    remedy: 'Create an agent. One of the same name is a new and empty one.',
  },
  credential_revoked: {
    means: 'The key or person that this session token was issued to has lost access.',
    remedy: 'Activate the agent with an API key that is valid.',
  },
  insufficient_scope: {
    means: 'The credential is valid, but lacks the scope that this call needs; detail names it.',
    remedy: 'Use a key that has the scope, or ask an admin of your team for one.',
  },
  wrong_agent: {
    means: 'The session token belongs to another agent than the one in the path.',
    remedy: 'Use the token that activating this agent gave you.',
  },
  agent_not_allowed: {
    means: 'The API key is limited to some agents, and this is not one of them. Such a key cannot make new agents either.',
    remedy: 'Use a key that reaches this agent, or ask an admin to add it to the key.',
  },
  not_found: {
    means: 'There is nothing at this address.',
    remedy: 'Compare the path with the API reference.',
  },
  agent_not_found: {
    means: 'Your team has no such agent, or the key does not reach it.',
    remedy: 'Check the spelling: names are case-sensitive. Create the agent, or activate it with create=true.',
  },
  session_not_found: {
    means: 'Your team has no such session, or the key does not reach its agent.',
    remedy: 'List the sessions to find its id.',
  },
  memory_not_found: {
    means: 'The agent has no such memory; it may have been deleted.',
    remedy: 'List or recall the agent’s memories to find its id.',
  },
  no_active_session: {
    means: 'No session is active right now.',
    remedy: 'Activate the agent to open one.',
  },
  method_not_allowed: {
    means: 'This address exists, but not for this HTTP method.',
    remedy: 'The Allow header names the methods that work.',
  },
  request_timeout: {
    means: 'The request did not arrive whole in time.',
    remedy: 'Try again. Over a slow line, send smaller batches.',
  },
  agent_exists: {
    means: 'Your team has an agent of this name. Names that differ only in case count as the same.',
    remedy: 'Use the agent that exists, or choose another name.',
  },
  session_already_active: {
    means: 'A session is active, and you asked for on_active=reject.',
    remedy: 'Leave on_active out to join the session, or send on_active=replace to end it and open a new one.',
  },
  session_limit_reached: {
    means: 'The session has reached the longest life that your team’s policy allows.',
    remedy: 'Deactivate it and activate the agent again. An admin can change the policy.',
  },
  idempotency_in_progress: {
    means: 'An earlier request with the same Idempotency-Key is still running.',
    remedy: 'Wait a moment and send the same request again: you get the answer of the first.',
  },
  body_too_large: {
    means: 'The body is larger than 1 MB, or 5 MB for a batch.',
    remedy: 'Send less at a time.',
  },
  unknown_host: {
    means: 'A page was asked for at a host name that this server does not know. Without PUBLIC_URL it knows those of its own machine.',
    remedy:
      'Whoever runs the server sets PUBLIC_URL to the address that people use, and starts it again. The API answers at any host name.',
  },
  invalid_request: {
    means: 'Some parameters are missing or not valid; errors names each of them.',
    remedy: 'Correct the fields that are named. A parameter may come in the query or in the body, but not with two different values.',
  },
  idempotency_key_reused: {
    means: 'This Idempotency-Key was used for another request within the last 24 hours.',
    remedy: 'Use a new key for every new request, and the old one only to repeat the same.',
  },
  headers_too_large: {
    means: 'The address and the headers are larger than 128 KiB.',
    remedy: 'Move long parameters from the query into a JSON body.',
  },
  team_needs_owner: {
    means: 'This would leave the team without an owner.',
    remedy: 'Make another member an owner first.',
  },
  link_spent: {
    means: 'A one-time link was used, withdrawn or replaced, or its time is over.',
    remedy: 'Ask an admin of your team for a new one.',
  },
  wrong_password: {
    means: 'The e-mail is unknown, or the password is not the one of its person.',
    remedy: 'Check both. A team admin can create a password reset link for you.',
  },
  too_many_attempts: {
    means: 'Too many wrong passwords were tried for this e-mail or from this address.',
    remedy: 'Wait as long as the answer says and try again, or use a browser that has signed in to this account before.',
  },
  too_many_requests: {
    means: 'A thousand requests of the same key wait for their turn already.',
    remedy: 'Send fewer at once, and wait as many seconds as Retry-After says.',
  },
  rate_limit_exceeded: {
    means:
      'More requests were sent within a minute than the key, the team or the address may send; or too many with credentials that are not valid.',
    remedy:
      'Wait as many seconds as Retry-After says. The RateLimit header of every answer says how many requests are left. Whoever runs the server can change the limits, and an admin that of a key.',
  },
  internal_error: {
    means: 'Something went wrong on our side.',
    remedy: 'Try again. If it stays, give the request_id to whoever runs this server: the log has the cause.',
  },
  answer_not_configured: {
    means: 'This server has no language model to answer with.',
    remedy: 'Recall the memories, and answer from them.',
  },
  overloaded: {
    means: 'The server is busier than it can be, or the session changed while the call ran.',
    remedy: 'Wait as many seconds as Retry-After says, and try again.',
  },
  database_unavailable: {
    means: 'The server does not reach its database, or is starting or stopping.',
    remedy: 'Wait as many seconds as Retry-After says, and try again. If it stays, tell whoever runs this server.',
  },
} as const satisfies Record<FailureCode, Guide>
