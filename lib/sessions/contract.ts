import { apiKey, either, eitherOrExpired, sessionOrExpired, sessionToken } from '../auth/security'
import { extendedExample, sessionDetailExample, sessionExample, sessionInfoExample, summaryExample } from '../http/examples'
import { defineOperation } from '../http/operation'
import { ACTIVATION, ENDING, EXTENSION, SESSION_LIST } from './input'
import { EXTENDED_SESSION, SESSION, SESSION_DETAIL, SESSION_INFO, SESSION_PAGE, SUMMARY } from './schemas'

const ONE = '/api/v2/agents/{agent_id}'
const SESSIONS = '/api/v2/sessions'

const EXTEND = defineOperation({
  id: 'extendSession',
  method: 'POST',
  path: '/api/v2/session/extend',
  tag: 'Sessions',
  summary: 'Extend a session',
  description:
    'Adds hours to the expiry, up to the maximum lifetime your team allows. Within your team’s renewal grace, an expired session is reactivated if you send its token and an API key; an ended session cannot be reactivated. `session_token` carries the new expiry; your current token stays valid too.',
  security: sessionOrExpired('sessions:write'),
  request: EXTENSION,
  bodyExample: { extend_hours: 6 },
  isIdempotent: true,
  response: {
    status: 200,
    description: 'The session with its new expiry.',
    schema: EXTENDED_SESSION,
    isSecret: true,
    example: extendedExample,
  },
  errors: ['session_limit_reached'],
})

/** The operations of the API on sessions. */
export const SESSION_OPERATIONS = {
  activateAgent: defineOperation({
    id: 'activateAgent',
    method: 'POST',
    path: `${ONE}/activate`,
    tag: 'Sessions',
    summary: 'Activate an agent',
    description:
      'Starts a session, or joins the active one (`reused: true`). A joined session is extended if it has less than 30 minutes, or less than the requested duration, left; it is never shortened. Retrying is always safe.',
    security: apiKey('sessions:write'),
    furtherScopes: [{ scope: 'agents:write', when: 'with `create=true`, if the agent does not exist' }],
    request: ACTIVATION,
    bodyExample: { duration_hours: 6 },
    isIdempotent: true,
    response: { status: 200, description: 'The session and a token for it.', schema: SESSION, isSecret: true, example: sessionExample },
    errors: ['agent_not_found', 'session_already_active', 'credential_revoked', 'agent_not_allowed', 'agent_exists'],
  }),
  getAgentStatus: defineOperation({
    id: 'getAgentStatus',
    method: 'GET',
    path: `${ONE}/status`,
    tag: 'Sessions',
    summary: 'Get an agent’s active session',
    security: either('sessions:read', null),
    response: { status: 200, description: 'The active session.', schema: SESSION_INFO, example: sessionInfoExample },
    errors: ['no_active_session'],
  }),
  deactivateAgent: defineOperation({
    id: 'deactivateAgent',
    method: 'POST',
    path: `${ONE}/deactivate`,
    tag: 'Sessions',
    summary: 'Deactivate an agent',
    description: 'Ends the agent’s session and returns its summary. An expired session is closed as `expired`.',
    security: eitherOrExpired('sessions:write'),
    isIdempotent: true,
    response: { status: 200, description: 'The summary of the session.', schema: SUMMARY, example: summaryExample },
    errors: ['agent_not_found', 'no_active_session'],
  }),
  getCurrentSession: defineOperation({
    id: 'getCurrentSession',
    method: 'GET',
    path: '/api/v2/session/current',
    tag: 'Sessions',
    summary: 'Get current session',
    security: sessionToken(null),
    response: { status: 200, description: 'The session of the token.', schema: SESSION_INFO, example: sessionInfoExample },
  }),
  getLatestActiveSession: defineOperation({
    id: 'getLatestActiveSession',
    method: 'GET',
    path: '/api/v2/status',
    tag: 'Sessions',
    summary: 'Get the latest active session',
    description: 'The most recently activated session among all active sessions the key has access to.',
    security: apiKey('sessions:read'),
    response: { status: 200, description: 'The active session.', schema: SESSION_INFO, example: sessionInfoExample },
    errors: ['no_active_session'],
  }),
  listSessions: defineOperation({
    id: 'listSessions',
    method: 'GET',
    path: SESSIONS,
    tag: 'Sessions',
    summary: 'List sessions',
    description: 'All sessions of your team, active and ended, newest first. `from` and `to` filter by start time.',
    security: apiKey('sessions:read'),
    request: SESSION_LIST,
    response: {
      status: 200,
      description: 'A page of sessions.',
      schema: SESSION_PAGE,
      example: { sessions: [sessionInfoExample], count: 1, next_cursor: null },
    },
  }),
  getSession: defineOperation({
    id: 'getSession',
    method: 'GET',
    path: `${SESSIONS}/{session_id}`,
    tag: 'Sessions',
    summary: 'Get a session and its events',
    description: 'An ended session is returned as its summary, any other with its current state.',
    security: apiKey('sessions:read'),
    response: { status: 200, description: 'The session and its events.', schema: SESSION_DETAIL, example: sessionDetailExample },
    errors: ['session_not_found'],
  }),
  endSession: defineOperation({
    id: 'endSession',
    method: 'POST',
    path: `${SESSIONS}/{session_id}/end`,
    tag: 'Sessions',
    summary: 'End a session without its token',
    description: 'Ends the session as `revoked` and invalidates its tokens. Ending an ended session returns its summary.',
    security: apiKey('sessions:write'),
    request: ENDING,
    bodyExample: { reason: 'The laptop was lost.' },
    isIdempotent: true,
    response: {
      status: 200,
      description: 'The summary of the session.',
      schema: SUMMARY,
      example: { ...summaryExample, end_reason: 'revoked' },
    },
    errors: ['session_not_found'],
  }),
  extendSession: EXTEND,
  extendAgentSession: defineOperation({
    ...EXTEND,
    id: 'extendAgentSession',
    path: `${ONE}/session/extend`,
    summary: 'Extend a session (agent session path)',
  }),
  extendAgent: defineOperation({ ...EXTEND, id: 'extendAgent', path: `${ONE}/extend`, summary: 'Extend a session (agent path)' }),
} as const
