import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../context'
import { ApiError, CommandError } from '../errors'
import { errorCodes } from './connection-error'
import { connectionFailure } from './retry'

const WAITS_MS = [500, 1_500, 4_000]

/** Does work, and again while it fails for a reason that `isTemporary`, at most three times. Says so before each, unless with `--json`. */
export async function repeatWhile<Result>(
  isTemporary: (error: unknown) => boolean,
  { options, note }: Pick<Context, 'options' | 'note'>,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const waitMs = WAITS_MS[attempt]
      if (waitMs === undefined || !isTemporary(error)) throw error
      if (!options.json) note(`${describeFailure(error)} Trying again.`)
      await pause(waitMs)
    }
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof ApiError) return 'The server is busy.'
  if (error instanceof CommandError && error.code === 'server_timeout') return 'The server did not answer in time.'
  const isBroken = error instanceof CommandError && connectionFailure(errorCodes(error.cause))?.kind === 'broken'
  return isBroken ? 'The connection was lost.' : 'The server cannot be reached.'
}

/** Returns whether the server cannot be reached or refuses all work at the moment, so that another attempt may succeed. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof ApiError) return [429, 502, 503, 504].includes(error.problem.status)
  if (!(error instanceof CommandError) || error.code !== 'server_unreachable') return false
  const isFromProxy = error.cause === undefined
  return isFromProxy || connectionFailure(errorCodes(error.cause)) !== undefined
}
