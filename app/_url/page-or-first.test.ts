import { expect, test } from 'vitest'
import { failField } from '@/lib/errors'
import { pageOrFirst } from './page-or-first'

const read = async (cursor: string | undefined) => {
  if (cursor === 'stale') failField('cursor', 'is not a valid cursor')
  if (cursor === 'broken') failField('limit', 'must be at most 100')
  return `from ${cursor ?? 'the start'}`
}

test('a cursor that is not valid gives the first page and says so; other errors are thrown', async () => {
  expect(await pageOrFirst('valid', read)).toEqual({ page: 'from valid', isFirstInstead: false })
  expect(await pageOrFirst('stale', read)).toEqual({ page: 'from the start', isFirstInstead: true })
  expect(await pageOrFirst(undefined, read)).toEqual({ page: 'from the start', isFirstInstead: false })
  await expect(pageOrFirst('broken', read)).rejects.toThrow('limit must be at most 100.')
})
