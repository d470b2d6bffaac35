import { expect, test } from 'vitest'
import { addUnlinked, createAgentIndex, linkMemory, sortByStored } from './agent-index'

test('memories that come newest first are linked with few comparisons, in the order in which they were stored', () => {
  const index = createAgentIndex()
  let comparisons = 0
  const memoryOf = (stored: number) => ({
    ...{ id: `mem_${stored}`, sessionId: 's', length: 1, type: 'fact', tags: [], confidence: 1, createdAt: 0, occurredAt: 0 },
    get seq() {
      comparisons++
      return stored
    },
  })
  const numbers = Array.from({ length: 2_000 }, (_, n) => addUnlinked(index, memoryOf(2_000 - n), []))
  const sorted = sortByStored(index, numbers)
  for (const number of sorted) linkMemory(index, number)
  expect(comparisons).toBeLessThan(100_000)
  expect(index.previous).toEqual(numbers.map((number) => (number === 1_999 ? -1 : number + 1)))
  expect(index.next).toEqual(numbers.map((number) => number - 1))
  expect(index.lastOfSession).toEqual([0])
  expect(sortByStored(index, sorted)).toBe(sorted)
})
