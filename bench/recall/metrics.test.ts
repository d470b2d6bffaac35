import { expect, test } from 'vitest'
import { findPlaces, isFoundIn, ndcgAt, recallAt, reciprocalRank } from './metrics'

test('places are those of expected keys, and a key counts once', () => {
  expect(findPlaces(['a', 'b', 'a', 'c'], new Set(['a', 'c', 'z']))).toEqual({ expected: 3, places: [0, 2] })
})

test('recall is the share of expected memories among the first k', () => {
  const found = { expected: 4, places: [0, 4, 5] }
  expect(recallAt(found, 5)).toBe(0.5)
  expect(recallAt(found, 10)).toBe(0.75)
})

test('nDCG is 1 for a perfect order, and weighs a lower place by its logarithm', () => {
  expect(ndcgAt({ expected: 2, places: [0, 1] }, 10)).toBe(1)
  expect(ndcgAt({ expected: 1, places: [2] }, 10)).toBeCloseTo(0.5)
  expect(ndcgAt({ expected: 20, places: [0, 1, 2] }, 3)).toBe(1)
  expect(ndcgAt({ expected: 1, places: [10] }, 10)).toBe(0)
})

test('the reciprocal rank is that of the first expected memory', () => {
  expect(reciprocalRank({ expected: 2, places: [3, 1] })).toBe(0.5)
  expect(reciprocalRank({ expected: 2, places: [] })).toBe(0)
})

test('a memory at the third place is among the first three, at the fourth it is not', () => {
  expect(isFoundIn({ expected: 1, places: [2] }, 3)).toBe(true)
  expect(isFoundIn({ expected: 1, places: [3] }, 3)).toBe(false)
})
