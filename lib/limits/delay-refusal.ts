import { setTimeout as pause } from 'node:timers/promises'
import type { AppError } from '../errors'
import { singleton } from '../process'

const DELAY_MS = 500
const MAX_DELAYED = 2_000

/**
 * Waits a moment before a refusal for a rate limit is answered. A client that asks again at once, whatever Retry-After says, would otherwise
 * cost the others more than the requests it is refused.
 */
export async function delayRefusal({ code }: AppError): Promise<void> {
  const delayed = singleton('delayedRefusals', () => ({ count: 0 }))
  if (code !== 'rate_limit_exceeded' || delayed.count >= MAX_DELAYED) return
  delayed.count++
  await pause(DELAY_MS)
  delayed.count--
}
