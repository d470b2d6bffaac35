import { expect, test } from 'vitest'
import { findOperations, operationInHash } from './find-operations'

const entry = (id: string, summary: string, text = '') => ({ id, tag: 'Memories', method: 'POST', path: `/api/v2/${id}`, summary, text })
const ENTRIES = [entry('remember', 'Store a memory'), entry('recall', 'Recall memories', 'best match first')]
const idsFor = (query: string) => findOperations(ENTRIES, query).map(({ id }) => id)

test('the search finds operations that contain all words, in whatever case and place', () => {
  expect(idsFor('MEMORY store')).toEqual(['remember'])
  expect(idsFor('/api/v2/recall')).toEqual(['recall'])
  expect(idsFor('match  post')).toEqual(['recall'])
  expect(idsFor('store match')).toEqual([])
  expect(idsFor(' ')).toEqual(['remember', 'recall'])
})

test('the anchors of the earlier reference lead to operations', () => {
  expect(operationInHash('#/Memories/remember')).toBe('remember')
  for (const hash of ['', '#/Memories', '#credentials', '#/Memories/remember/x']) expect(operationInHash(hash)).toBeUndefined()
})
