/** Every error that a caller can get, with its HTTP status and title. */
export const ERRORS = {
  malformed_request: { status: 400, title: 'Malformed request' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },

  missing_api_key: { status: 401, title: 'API key required' },
  invalid_api_key: { status: 401, title: 'Invalid API key' },
  ambiguous_api_key: { status: 401, title: 'Two different API keys were sent' },
  api_key_revoked: { status: 401, title: 'The API key was revoked' },
  api_key_expired: { status: 401, title: 'The API key has expired' },
  missing_session_token: { status: 401, title: 'Session token required' },
  invalid_session_token: { status: 401, title: 'Invalid session token' },
  unknown_session: { status: 401, title: 'The session does not exist' },
  session_expired: { status: 401, title: 'The session has expired' },
  session_ended: { status: 401, title: 'The session has ended' },
  agent_deleted: { status: 401, title: 'The agent was deleted' },
  wrong_password: { status: 401, title: 'Wrong e-mail or password' },
  credential_revoked: { status: 401, title: 'Token owner lost access' },

  insufficient_scope: { status: 403, title: 'Permission denied' },
  address_not_allowed: { status: 403, title: 'The key does not work from this address' },
  wrong_agent: { status: 403, title: 'The session token is for another agent' },
  agent_not_allowed: { status: 403, title: 'The credential has no access to this agent' },

  not_found: { status: 404, title: 'Not found' },
  agent_not_found: { status: 404, title: 'The agent does not exist' },
  session_not_found: { status: 404, title: 'The session does not exist' },
  memory_not_found: { status: 404, title: 'The memory does not exist' },
  import_not_found: { status: 404, title: 'The import does not exist' },
  no_active_session: { status: 404, title: 'No active session' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },

  request_timeout: { status: 408, title: 'The request took too long to arrive' },

  agent_exists: { status: 409, title: 'The agent already exists' },
  session_already_active: { status: 409, title: 'A session is already active' },
  session_limit_reached: { status: 409, title: 'Maximum session lifetime reached' },
  team_needs_owner: { status: 409, title: 'A team must have an owner' },
  import_in_progress: { status: 409, title: 'Another import into this agent is running' },
  idempotency_in_progress: { status: 409, title: 'A request with this Idempotency-Key is still running' },
  legal_hold: { status: 409, title: 'The memories are on legal hold' },
  erasure_not_confirmed: { status: 409, title: 'Another number of memories match' },

  link_spent: { status: 410, title: 'The link no longer works' },
  memory_purged: { status: 410, title: 'The memory was purged' },

  memory_changed: { status: 412, title: 'The memory was changed meanwhile' },

  body_too_large: { status: 413, title: 'The body is too large' },
  unknown_host: { status: 421, title: 'Unknown host' },
  invalid_request: { status: 422, title: 'Invalid request' },
  secret_in_memory: { status: 422, title: 'The memory contains a secret or a personal number' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another request' },

  headers_too_large: { status: 431, title: 'The headers are too large' },

  too_many_attempts: { status: 429, title: 'Too many sign-in attempts' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  rate_limit_exceeded: { status: 429, title: 'Too many requests per minute' },

  internal_error: { status: 500, title: 'Something went wrong' },
  answer_not_configured: { status: 501, title: 'Not available on this server' },
  overloaded: { status: 503, title: 'The server is overloaded' },
  database_unavailable: { status: 503, title: 'The database is not available' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof ERRORS

/** What is wrong with one field. `message` follows the name of the field. */
export interface FieldError {
  field: string
  message: string
}

/** What an error contains in addition to its message. All of it is sent to the caller. */
export interface ErrorDetails {
  errors?: FieldError[]
  /** What was found in the texts of a memory, and where; never the value. */
  findings?: { field: string; kind: string; start: number; end: number }[]
  end_reason?: string
  retryAfterSeconds?: number
  /** The methods that are allowed instead. They are sent as a header. */
  allow?: readonly string[]
}

/** An error as data, for a pure rule that does not throw it itself. */
export interface Failure {
  code: ErrorCode
  message: string
  details?: ErrorDetails
}

/** An error for the caller. Its message is a sentence for people and contains no secret. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'AppError'
  }
}

/** Throws an AppError. */
export function fail(code: ErrorCode, message: string, details?: ErrorDetails): never {
  throw new AppError(code, message, details)
}

/** Throws `invalid_request` for one field. `message` follows the name of the field. */
export function failField(field: string, message: string): never {
  fail('invalid_request', `${field} ${message}.`, { errors: [{ field, message }] })
}

/** Throws `invalid_request` because the field `confirm` does not contain `expected`. `subject` is what should have been typed: "The name". */
export function failConfirmation(subject: string, expected: string): never {
  const message = `doesn't match. Type ${expected} to confirm`
  fail('invalid_request', `${subject} ${message}.`, { errors: [{ field: 'confirm', message }] })
}

/** Waits for work, and returns its value or the AppError that it throws, for pages that describe the error themselves. Other errors are thrown. */
export async function settle<T>(work: Promise<T>): Promise<{ value: T; refusal?: undefined } | { value?: undefined; refusal: AppError }> {
  try {
    return { value: await work }
  } catch (thrown) {
    if (thrown instanceof AppError) return { refusal: thrown }
    throw thrown
  }
}
