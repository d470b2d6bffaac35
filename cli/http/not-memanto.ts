import { CommandError, type Problem } from '../errors'
import { isObject } from '../json'

/** Returns whether this is the body of an error response of the API. */
export function isProblem(body: unknown): body is Problem {
  return isObject(body) && typeof body.code === 'string' && typeof body.detail === 'string'
}

const GATEWAY_ERRORS = [502, 503, 504]

/** Returns the error for a response that is not one of the API: it comes from another server, or from a proxy that cannot reach ours. */
export function notMemanto(status: number, location: string | null | undefined): CommandError {
  if (GATEWAY_ERRORS.includes(status))
    return new CommandError(
      'server_unreachable',
      `A proxy returned ${status}: it cannot reach the server.`,
      'Try again in a moment, and check that the server is running.',
    )
  return new CommandError(
    'not_memanto',
    `The response is not from a Memanto server (HTTP ${status}${redirectTo(location ?? '')}).`,
    'Check the address. Set it with `memanto config set server_url URL` or MEMANTO_URL.',
  )
}

/** Only the origin of a redirect is shown: the rest of the URL may contain a secret. */
const redirectTo = (location: string) => (URL.canParse(location) ? `, redirects to ${new URL(location).origin}` : '')
