import type { components } from './api'

export type Problem = components['schemas']['Problem']

/** What the process tells its caller. */
export const EXIT = { ok: 0, refused: 1, usage: 2, notSignedIn: 3, unreachable: 4, interrupted: 130 } as const

/** Every way a command fails without an answer of the API: its exit code and a title. */
const FAILURES = {
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
  done_elsewhere: { exit: EXIT.refused, title: 'Not available in this command' },
  interrupted: { exit: EXIT.interrupted, title: 'Interrupted' },
  internal_error: { exit: EXIT.refused, title: 'Something went wrong in this command' },
} as const satisfies Record<string, { exit: number; title: string }>

export type FailureCode = keyof typeof FAILURES

/** 401s that are about the key: whoever gets one is not signed in. */
const ABOUT_THE_KEY = new Set([
  'missing_api_key',
  'invalid_api_key',
  'ambiguous_api_key',
  'api_key_revoked',
  'api_key_expired',
  'credential_revoked',
])

/** A failure of the command: a sentence for a person, and what to do next. Neither holds a secret. */
export class CommandFailure extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'CommandFailure'
  }
}

/** The API's refusal, as it came. */
export class ApiFailure extends Error {
  constructor(
    readonly problem: Problem,
    /** Until another attempt makes sense, where the server says so. */
    readonly retryAfterSeconds?: number,
  ) {
    super(problem.detail)
    this.name = 'ApiFailure'
  }
}

export function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommandFailure) return FAILURES[thrown.code].exit
  if (thrown instanceof ApiFailure) return ABOUT_THE_KEY.has(thrown.problem.code) ? EXIT.notSignedIn : EXIT.refused
  return EXIT.refused
}

/** Any failure as a problem document: the API's as it came, ours in the same shape. */
export function problemOf(thrown: unknown): object {
  if (thrown instanceof ApiFailure) return thrown.problem
  const code = thrown instanceof CommandFailure ? thrown.code : 'internal_error'
  const hint = thrown instanceof CommandFailure ? thrown.hint : undefined
  return { type: 'about:blank', title: FAILURES[code].title, detail: messageOf(thrown), code, ...(hint && { hint }) }
}

export const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))

/** Is this the API's refusal with one of these codes? */
export function isRefusal(thrown: unknown, ...codes: string[]): thrown is ApiFailure {
  return thrown instanceof ApiFailure && codes.includes(thrown.problem.code)
}
