import { expect, test } from 'vitest'
import { mergeRows } from './merge-rows'

test('rows stay in their places with what they show now; a row that left the list stays as it was', () => {
  const shown = [
    { id: 'a', left: 1 },
    { id: 'b', left: 2 },
  ]
  const latest = [
    { id: 'c', left: 1 },
    { id: 'a', left: 9 },
  ]
  expect(mergeRows(shown, latest)).toEqual([
    { id: 'a', left: 9, isGone: false },
    { id: 'b', left: 2, isGone: true },
  ])
})
