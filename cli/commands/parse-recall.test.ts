import { expect, test } from 'vitest'
import { parseRecall } from './parse-recall'

test('a recall is by query, the latest, as known at a time, or changed since a time', () => {
  const filters = { limit: 5 }
  expect(parseRecall('tea', { limit: 5 })).toEqual({ by: 'query', query: 'tea', filters })
  expect(parseRecall('', { limit: 5, recent: true })).toEqual({ by: 'recent', filters })
  expect(parseRecall('', { limit: 5, asOf: '2025-03-31' })).toEqual({ by: 'as-of', time: '2025-03-31', filters })
  expect(parseRecall('', { limit: 5, changedSince: '2025-03-31' })).toEqual({ by: 'changed-since', time: '2025-03-31', filters })
})

test('options become filters, and a tag that contains a comma is quoted', () => {
  const options = {
    limit: 5,
    type: ['fact'],
    tag: ['a'],
    tags: ['b, c'],
    minConfidence: 0,
    createdAfter: '2025-01-01',
    createdBefore: '2026-01-01',
  }
  expect(parseRecall('tea', options).filters).toEqual({
    limit: 5,
    type: ['fact'],
    tags: ['a', '"b, c"'],
    min_confidence: 0,
    created_after: '2025-01-01',
    created_before: '2026-01-01',
  })
})

test('none or several of query and times is a usage error', () => {
  expect(() => parseRecall('', { limit: 5 })).toThrow('No query.')
  expect(() => parseRecall('tea', { limit: 5, recent: true })).toThrow('These options exclude each other.')
  expect(() => parseRecall('', { limit: 5, asOf: '2025-03-31', changedSince: '2025-03-31' })).toThrow('These options exclude each other.')
})
