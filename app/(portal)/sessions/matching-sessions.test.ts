import { expect, test } from 'vitest'
import { COUNTED_UP_TO } from '@/lib/bounded-count'
import { confirmationOf } from './matching-sessions'

test('to end all matching sessions their number is typed, or "all" when the number is not known exactly', () => {
  expect([1, 58, COUNTED_UP_TO - 1, COUNTED_UP_TO].map(confirmationOf)).toEqual(['1', '58', '999', 'all'])
})
