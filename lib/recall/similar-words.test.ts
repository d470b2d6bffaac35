import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { misspelt, partly } from './similar-words'
import { typingErrors } from './typing-errors'
import { createVocabulary } from './vocabulary'

/** Few letters, so that many words are alike. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 3, maxLength: 10 })
const termsOf = (found: { term: string }[]) => [...new Set(found.map(({ term }) => term))].sort()

/** Insertions, removals and replacements from one word to another, computed as the definition says. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  if (a.at(-1) === b.at(-1)) return distance(a.slice(0, -1), b.slice(0, -1))
  return 1 + Math.min(distance(a.slice(0, -1), b), distance(a, b.slice(0, -1)), distance(a.slice(0, -1), b.slice(0, -1)))
}

test('every term with one error, and of longer words with two, is found, and no other', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, (terms, wanted) => {
      const found = termsOf(misspelt(createVocabulary(terms), wanted))
      const most = wanted.length <= 5 ? 1 : 2
      expect(found).toEqual(expect.arrayContaining(terms.filter((term) => term !== wanted && distance(term, wanted) <= most)))
      expect(found.filter((term) => typingErrors(term, wanted, most) > most || term === wanted)).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('two neighbouring letters that are exchanged are one error, in short words too', () => {
  expect(termsOf(misspelt(createVocabulary(['teh', 'paris']), 'the'))).toEqual(['teh'])
  expect(termsOf(misspelt(createVocabulary(['paris', 'paper']), 'prais'))).toEqual(['paris'])
})

test('a spelling with fewer errors is more like the word', () => {
  const found = misspelt(createVocabulary(['frankfurt', 'frankfort', 'frankfrot']), 'frankfurtt')
  expect(found.find(({ term }) => term === 'frankfurt')?.likeness).toBeGreaterThan(
    found.find(({ term }) => term === 'frankfort')?.likeness ?? 1,
  )
})

test('terms that begin or end with a word, and those with which it begins or ends, are found', () => {
  const vocabulary = createVocabulary(['gartenhaus', 'haustur', 'garten', 'haus', 'unhausig', 'tur'])
  expect(termsOf(partly(vocabulary, 'haus'))).toEqual(['gartenhaus', 'haustur'])
  expect(termsOf(partly(vocabulary, 'gartenhaus'))).toEqual(['garten', 'haus'])
})

describe('typing errors', () => {
  test.each([
    ['', '', 0],
    ['kitten', 'kitten', 0],
    ['kitten', 'sitten', 1],
    ['kitten', 'kiten', 1],
    ['kitten', 'kittens', 1],
    ['kitten', 'iktten', 1],
    ['kitten', 'sittin', 2],
    ['kitten', 'sitting', 3],
    ['kitten', 'dog', 3],
  ])('from %s to %s', (a, b, errors) => {
    expect(typingErrors(a, b, 2)).toBe(errors)
  })
})
