import { expect, test } from 'vitest'
import { requestsOfConnection } from './load'

test('no two connections send the same request where there are enough', () => {
  const shares = [0, 1, 2].map((place) => requestsOfConnection(['a', 'b', 'c', 'd', 'e'], place, 3))
  expect(shares).toEqual([['a', 'd'], ['b', 'e'], ['c']])
})

test('where there are too few, each connection sends all of them and begins at another', () => {
  const shares = [0, 1, 2].map((place) => requestsOfConnection(['a', 'b'], place, 3))
  expect(shares).toEqual([
    ['a', 'b'],
    ['b', 'a'],
    ['a', 'b'],
  ])
})
