import { expect, test } from 'vitest'
import { offer, pathOfRoute, type Sample } from './rules'

/** Offers the numbers from 1 to `count` to a sample of ten. */
function sampleOf(count: number): number[] {
  const sample: Sample<number> = { items: [], offered: 0 }
  for (let number = 1; number <= count; number++) offer(sample, number, 10)
  return sample.items
}

test('a sample has everything until it is full, and each item once', () => {
  expect(sampleOf(7)).toEqual([1, 2, 3, 4, 5, 6, 7])
  const many = sampleOf(500)
  expect([many.length, new Set(many).size]).toEqual([10, 10])
})

test('each item has the same chance to be in a sample, whenever it is offered', () => {
  const halves = Array.from({ length: 2_000 }, () => sampleOf(100).filter((number) => number > 50).length)
  const mean = halves.reduce((sum, count) => sum + count, 0) / halves.length
  expect(mean).toBeGreaterThan(4.8)
  expect(mean).toBeLessThan(5.2)
})

test('a route is shown as the path of its operation or page', () => {
  expect(pathOfRoute('/api/v2/agents/[agentId]/memories/[memoryId]')).toBe('/api/v2/agents/{agent_id}/memories/{memory_id}')
  expect(pathOfRoute('/(portal)/sessions/[sessionId]')).toBe('/sessions/{session_id}')
})
