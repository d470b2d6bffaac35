import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inColdTurn } from './cold-turns'

const agent = (id: string) => ({ team_id: 'team', id })

test('two recalls of an agent run at once, the others in their order, and one that fails gives its turn on', async () => {
  let running = 0
  let most = 0
  const order: number[] = []
  const work = (nth: number) =>
    inColdTurn(agent('a'), async () => {
      most = Math.max(most, ++running)
      order.push(nth)
      await pause(2)
      running--
      if (nth % 3 === 0) throw new Error('failed')
      return nth
    })
  const results = await Promise.allSettled(Array.from({ length: 9 }, (_, nth) => work(nth)))
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].map((nth) => nth % 3 !== 0))
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(most).toBe(2)
  expect(await inColdTurn(agent('a'), () => 'again')).toBe('again')
})

test('recalls of another agent do not wait', async () => {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const slow = [1, 2, 3].map(() => inColdTurn(agent('b'), () => ended))
  expect(await inColdTurn(agent('c'), () => 'answered')).toBe('answered')
  end()
  await Promise.all(slow)
})
