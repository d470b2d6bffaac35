import { expect, test } from 'vitest'
import { indexOf } from '../../test/recall/agent-index'
import { cohesionOf, measureCohesion } from './cohesion'

/** Each has its own words for so many memories in a row. */
const conversation = Array.from({ length: 200 }, (_, i) => `We talk of topic${Math.floor(i / 5)} and word${(i * 7) % 61}`)
/** The same memories in an order in which neighbours have nothing in common. */
const facts = conversation.map((_, i) => conversation[(i * 71) % 200] ?? '')

test('neighbours in a conversation are more alike than others, and single facts are not', () => {
  expect(measureCohesion(indexOf(conversation))).toBe(1)
  expect(measureCohesion(indexOf(facts))).toBe(0)
})

test('the same memories have always the same cohesion', () => {
  expect(measureCohesion(indexOf(facts.slice(0, 120)))).toBe(measureCohesion(indexOf(facts.slice(0, 120))))
})

test('neighbours of few memories count a little', () => {
  expect(measureCohesion(indexOf(facts.slice(0, 79)))).toBe(0.6)
})

test('it is measured again after a hundred memories', () => {
  const index = indexOf(conversation)
  const measured = cohesionOf(index)
  index.cohesion = { value: 0.123, checkpoint: 2 }
  expect(cohesionOf(index)).toBe(0.123)
  index.memories.length = 300
  expect(cohesionOf(index)).toBe(measured)
})
