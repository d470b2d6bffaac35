import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi'
import { ERRORS, type ErrorCode } from '../errors'
import { errorCodesOf } from '../http/operation'
import { ERROR_GUIDE } from './error-guide'
import { OPERATIONS } from './operations'

/** Registers the components that operations refer to by name, except schemas: security schemes, headers and examples of errors. */
export function registerComponents(registry: OpenAPIRegistry): void {
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES)) registry.registerComponent('securitySchemes', name, scheme)
  for (const [name, { description, ...schema }] of Object.entries(HEADERS))
    registry.registerComponent('headers', name, { description, schema })
  for (const code of new Set(OPERATIONS.flatMap(errorCodesOf)))
    registry.registerComponent('examples', code, { value: problemExample(code) })
}

const SECURITY_SCHEMES = {
  ApiKey: { type: 'http', scheme: 'bearer', description: 'An API key, as `Authorization: Bearer mk_live_…`.' },
  ApiKeyHeader: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'The same API key in its own header.' },
  SessionToken: { type: 'apiKey', in: 'header', name: 'X-Session-Token', description: 'The `session_token` returned by activation.' },
} as const

const HEADERS = {
  'X-Request-Id': { description: 'The id of this request in the server log.', type: 'string', example: 'req_0m8xq4k2pVb81mPq9sXw2LtRa' },
  'X-Session-Expires-At': { description: 'When the session of the token expires.', type: 'string', format: 'date-time' },
  'X-Session-Token': { description: 'A newer copy of the token, if the one sent carries an older expiry. Both work.', type: 'string' },
  ETag: {
    description:
      'The version of the memory: send it as `If-Match` with a change, so that no other change is overwritten. Of a document: send it as `If-None-Match`.',
    type: 'string',
    example: '"3"',
  },
  'Idempotent-Replayed': { description: '`true` if this is the recorded response to an earlier request.', type: 'string', example: 'true' },
  RateLimit: {
    description: 'Requests left in each rate limit, and the seconds until more are available.',
    type: 'string',
    example: '"key";r=11999;t=60, "team";r=59999;t=60',
  },
  'RateLimit-Policy': {
    description: 'Requests that the key and the team may send, and the window in seconds. Absent if the limits are off.',
    type: 'string',
    example: '"key";q=12000;w=60, "team";q=60000;w=60',
  },
  'Retry-After': { description: 'Seconds to wait before trying again.', type: 'integer', example: 1 },
  'WWW-Authenticate': { description: 'The kind of credential required.', type: 'string' },
} as const

const EXAMPLE_DETAILS: { [Code in ErrorCode]?: object } = {
  invalid_request: { errors: [{ field: 'limit', message: 'must be at most 100' }] },
  session_expired: { end_reason: 'expired' },
  session_ended: { end_reason: 'deactivated' },
  agent_deleted: { end_reason: 'agent_deleted' },
}

function problemExample(code: ErrorCode): object {
  const { status, title } = ERRORS[code]
  const request_id = HEADERS['X-Request-Id'].example
  return { type: `/docs/errors/${code}`, title, status, detail: ERROR_GUIDE[code].meaning, code, request_id, ...EXAMPLE_DETAILS[code] }
}
