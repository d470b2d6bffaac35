import { expect, test } from 'vitest'
import { eachInTurns } from './in-turns'

/** Keeps the process busy, so that nothing else is done meanwhile. */
function workFor(milliseconds: number): void {
  for (const began = performance.now(); performance.now() - began < milliseconds; );
}

test('others take their turns between items that take long', async () => {
  const order: string[] = []
  setImmediate(() => order.push('another request'))
  await eachInTurns(['first', 'second'], (item) => {
    workFor(10)
    order.push(item)
  })
  expect(order).toEqual(['first', 'another request', 'second'])
})
