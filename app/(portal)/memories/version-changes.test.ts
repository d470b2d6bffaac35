import { expect, test } from 'vitest'
import type { DetailOfMemory } from './read-detail'
import { changedFields, diffTexts } from './version-changes'

const VERSION: DetailOfMemory['versions'][number] = {
  version: 1,
  type: 'fact',
  title: null,
  content: 'Ada prefers e-mail.',
  confidence: 0.8,
  tags: ['Paris, France'],
  source: 'agent',
  provenance: 'explicit_statement',
  status: 'active',
  superseded_by: null,
  trust: 'trusted',
  client: '',
  reason: null,
  occurred_at: '2025-03-31T22:30:00Z',
  created_at: '2025-03-31T22:30:00Z',
  expires_at: null,
  known_from: '2025-03-31T22:30:00Z',
  known_until: null,
  author: null,
  session_id: null,
}

test('the fields that differ are named, as texts, and no others', () => {
  const after = { ...VERSION, version: 2, title: 'Home', tags: ['Paris, France', 'b'], confidence: 0.9, content: 'other' }
  expect(changedFields(VERSION, after)).toEqual([
    { name: 'Title', before: '', after: 'Home' },
    { name: 'Tags', before: '"Paris, France"', after: '"Paris, France", b' },
    { name: 'Confidence', before: '0.8', after: '0.9' },
  ])
  expect(changedFields(VERSION, { ...VERSION, version: 2 })).toEqual([])
})

test('the words that differ are found, and the pieces make both texts', () => {
  const [before, after] = ['Ada prefers e-mail over the phone.', 'Ada prefers letters over the phone, always.']
  const pieces = diffTexts(before, after)
  const without = (kind: string) =>
    pieces
      .filter((piece) => piece.kind !== kind)
      .map(({ text }) => text)
      .join('')
  expect(without('added')).toBe(before)
  expect(without('removed')).toBe(after)
  expect(pieces.filter(({ kind }) => kind === 'same').map(({ text }) => text)).toContain('Ada prefers ')
})

test('texts that have nothing in common are compared in a moment', () => {
  const words = (seed: string) => Array.from({ length: 2500 }, (_, n) => `${seed}${n}`).join(' ')
  const [before, after] = [words('a'), words('b')]
  const pieces = diffTexts(before, after)
  expect(
    pieces
      .filter(({ kind }) => kind !== 'added')
      .map(({ text }) => text)
      .join(''),
  ).toBe(before)
})
