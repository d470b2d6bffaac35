import { setTimeout as pause } from 'node:timers/promises'
import type { AppError } from '../errors'
import { singleton } from '../process'

const DELAY_MS = 500
const MAX_DELAYED = 2_000

/**
 * Waits half a second before the response to a request that exceeded a rate limit. Otherwise clients that ignore Retry-After and retry at once
 * would cause more load than the rejected requests.
 */
export async function delayRefusal({ code }: AppError): Promise<void> {
  const delayed = singleton('delayedRefusals', () => ({ count: 0 }))
  if (code !== 'rate_limit_exceeded' || delayed.count >= MAX_DELAYED) return
  delayed.count++
  await pause(DELAY_MS)
  delayed.count--
}
