import { setTimeout as pause } from 'node:timers/promises'
import { ApiError, CommandError } from '../errors'
import { errorCodes } from './connection-error'
import { connectionFailure } from './retry'

const WAITS_MS = [500, 1_500, 4_000]

/** Does work, and again while it fails for a reason that `isTemporary`, at most three times. `note` says so before each. */
export async function repeatWhile<Result>(
  isTemporary: (error: unknown) => boolean,
  note: (sentence: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const waitMs = WAITS_MS[attempt]
      if (waitMs === undefined || !isTemporary(error)) throw error
      note(error instanceof ApiError ? 'The server is busy. Trying again.' : 'The connection was lost. Trying again.')
      await pause(waitMs)
    }
  }
}

/** Returns whether the server cannot be reached or refuses all work at the moment, so that another attempt may succeed. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof ApiError) return [429, 502, 503, 504].includes(error.problem.status)
  if (!(error instanceof CommandError) || error.code !== 'server_unreachable') return false
  const isFromProxy = error.cause === undefined
  return isFromProxy || connectionFailure(errorCodes(error.cause)) !== undefined
}
