import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCommaList, writeCommaList } from './comma-list'

test.each([
  ['', []],
  [' , ,', []],
  ['a', ['a']],
  ['a,b , c', ['a', 'b', 'c']],
  ['"a,b"', ['a,b']],
  ['"a, b" , c', ['a, b', 'c']],
  ['"say ""hi"""', ['say "hi"']],
  ['"""hi"""', ['"hi"']],
  ['say "hi"', ['say "hi"']],
  ['5", 7"', ['5"', '7"']],
  ['"', ['"']],
  ['"a,b', ['"a', 'b']],
  ['"a"b,c', ['"a"b', 'c']],
  ['""', []],
  ['a\nb', ['a\nb']],
])('%j is read as %j', (text, items) => {
  expect(readCommaList(text)).toEqual(items)
})

test('every list can be written and read without a change', () => {
  const item = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', '\\', '\n', "'", 'é'), minLength: 1, maxLength: 8 })
  const items = fc.array(item.filter((text) => text.trim() !== ''))
  fc.assert(
    fc.property(items, (given) => {
      expect(readCommaList(writeCommaList(given))).toEqual(given)
    }),
  )
})

test('a long text is read in one pass', () => {
  expect(readCommaList('"a,b",'.repeat(20_000))).toHaveLength(20_000)
  expect(readCommaList('"'.repeat(100_001))).toEqual(['"'.repeat(100_001)])
})
