import type { components } from './api'

/** An error response of the API (application/problem+json). */
export type Problem = components['schemas']['Problem']

/** Exit codes of the process. */
export const EXIT = { ok: 0, refused: 1, usage: 2, notSignedIn: 3, unreachable: 4, interrupted: 130 } as const

/** Errors of the command itself: the exit code and the title of each. */
const ERRORS = {
  usage: { exit: EXIT.usage, title: 'Usage error' },
  not_signed_in: { exit: EXIT.notSignedIn, title: 'Not signed in' },
  no_agent: { exit: EXIT.refused, title: 'No active agent' },
  no_session: { exit: EXIT.refused, title: 'No session on this machine' },
  server_unreachable: { exit: EXIT.unreachable, title: 'The server cannot be reached' },
  server_timeout: { exit: EXIT.unreachable, title: 'The server did not answer in time' },
  not_memanto: { exit: EXIT.refused, title: 'This is not a Memanto server' },
  not_saved: { exit: EXIT.refused, title: 'Not saved on this machine' },
  unwritable_output: { exit: EXIT.refused, title: 'The output cannot be written' },
  unreadable_file: { exit: EXIT.refused, title: 'The file cannot be read' },
  not_stored: { exit: EXIT.refused, title: 'Not everything was stored' },
  not_changed: { exit: EXIT.refused, title: 'Not everything was changed' },
  done_elsewhere: { exit: EXIT.refused, title: 'Not available in this command' },
  interrupted: { exit: EXIT.interrupted, title: 'Interrupted' },
  internal_error: { exit: EXIT.refused, title: 'Something went wrong in this command' },
} as const satisfies Record<string, { exit: number; title: string }>

/** The code of an error of the command itself. */
export type ErrorCode = keyof typeof ERRORS

/** API error codes that mean the key is missing or not valid. */
const KEY_ERRORS = new Set([
  'missing_api_key',
  'invalid_api_key',
  'ambiguous_api_key',
  'api_key_revoked',
  'api_key_expired',
  'credential_revoked',
])

/** An error of the command: what happened, and a hint about what to do. Neither contains a secret. */
export class CommandError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'CommandError'
  }
}

/** An error response of the API. */
export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    /** From the `Retry-After` header. */
    readonly retryAfterSeconds?: number,
  ) {
    super(problem.detail)
    this.name = 'ApiError'
  }
}

/** Returns the exit code of the process for an error. */
export function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommandError) return ERRORS[thrown.code].exit
  if (thrown instanceof ApiError) return KEY_ERRORS.has(thrown.problem.code) ? EXIT.notSignedIn : EXIT.refused
  return EXIT.refused
}

/** Returns an error as a problem document: an API error unchanged, any other in the same shape. */
export function problemOf(thrown: unknown): object {
  if (thrown instanceof ApiError) return thrown.problem
  const code = thrown instanceof CommandError ? thrown.code : 'internal_error'
  const hint = thrown instanceof CommandError ? thrown.hint : undefined
  return { type: 'about:blank', title: ERRORS[code].title, detail: messageOf(thrown), code, ...(hint && { hint }) }
}

/** Returns the message of an error, or the thrown value as text. */
export const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))

/** Returns whether this is an API error with one of the codes. */
export function isApiError(thrown: unknown, ...codes: string[]): thrown is ApiError {
  return thrown instanceof ApiError && codes.includes(thrown.problem.code)
}
