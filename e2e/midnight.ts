import { setTimeout } from 'node:timers/promises'
import { test } from '@playwright/test'

const DAY_MS = 24 * 3_600_000
/** Longer than the tests of a file take that need it. */
const NEAR_MS = 180_000

/** Before tests that say "today" or "yesterday": if midnight (UTC) would fall into them, waits until it is over. */
export async function waitForMidnightIfNear(): Promise<void> {
  const left = DAY_MS - (Date.now() % DAY_MS)
  if (left > NEAR_MS) return
  test.setTimeout(test.info().timeout + left)
  await setTimeout(left)
}
