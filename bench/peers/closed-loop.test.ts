import { expect, test } from 'vitest'
import { callRepeatedly } from './closed-loop'

const pace = { connections: 4, warmUpSeconds: 0, seconds: 0.05 }
const tick = () => new Promise((done) => setImmediate(done))

test('as many calls run at once as there are connections, and each has a turn of its own', async () => {
  let running = 0
  let most = 0
  const turns = new Set<number>()
  const { milliseconds } = await callRepeatedly(async (turn) => {
    most = Math.max(most, ++running)
    expect(turns.has(turn)).toBe(false)
    turns.add(turn)
    await tick()
    running--
  }, pace)
  expect(most).toBe(4)
  expect(milliseconds).toHaveLength(turns.size)
})

test('a call that fails makes the measurement fail', async () => {
  const failing = async (turn: number) => {
    await tick()
    if (turn === 2) throw new Error('The third call failed.')
  }
  await expect(callRepeatedly(failing, pace)).rejects.toThrow('The third call failed.')
})
