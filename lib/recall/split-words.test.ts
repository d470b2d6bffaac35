import { describe, expect, test } from 'vitest'
import { splitWords } from './split-words'

const textsOf = (text: string) => splitWords(text).map(({ text: word }) => word)

describe('identifiers are words as a whole and by part', () => {
  test.each([
    ['AT&T', ['at&t', 'at', 't']],
    ['C++', ['c++', 'c']],
    ['R&D', ['r&d', 'r', 'd']],
    ['node-07-frankfurt', ['node-07-frankfurt', 'node', '07', 'frankfurt']],
    ['ada@example.com', ['ada@example.com', 'ada', 'example', 'com', 'example.com']],
    ['/etc/nginx/nginx.conf', ['etc/nginx/nginx.conf', 'etc', 'nginx', 'conf', 'nginx.conf']],
    ['https://docs.example.com/v2.3.1/', ['docs.example.com', 'v2.3.1', 'docs', 'example']],
    ['v2.3.1', ['v2.3.1', 'v2', 'v', '2', '3', '1']],
    ['max_retry_count', ['max_retry_count', 'max', 'retry', 'count']],
    ['getUserNameFromDatabaseRow', ['getusernamefromdatabaserow', 'get', 'user', 'name', 'from', 'database', 'row']],
    ['HTTPServer', ['httpserver', 'http', 'server']],
    ['550e8400-e29b-41d4-a716-446655440000', ['550e8400-e29b-41d4-a716-446655440000', '446655440000', '41d4']],
    ['INV-2024/0815', ['inv-2024/0815', 'inv-2024', 'inv', '2024', '0815']],
    ['"C#".', ['c#', 'c']],
    ['$100', ['$100', '100']],
  ])('%s', (text, words) => {
    expect(textsOf(`see ${text} now`)).toEqual(expect.arrayContaining(words))
  })
})

test('a text with as much punctuation as a body may have is split without comparing each character with the rest', () => {
  expect(textsOf(`a${'-'.repeat(1_000_000)}b`)).toEqual(expect.arrayContaining(['a', 'b']))
  expect(textsOf(`${'--'.repeat(500_000)}c${'.'.repeat(500_000)}`)).toEqual(['c'])
})

test('a hash is not cut into its letters and digits', () => {
  expect(textsOf('9f86d081884c7d659a2feaa0')).toEqual(['9f86d081884c7d659a2feaa0'])
})

describe('emoji and symbols are words', () => {
  test.each([
    ['Party 🎉', '🎉'],
    ['done 👍🏽', '👍'],
    ['she is a 👩🏽‍💻', '👩‍💻'],
    ['from 🇩🇪', '🇩🇪'],
    ['a -> b', '->'],
    ['x != y', '!='],
    ['a | b', '|'],
  ])('%s', (text, word) => {
    expect(textsOf(text)).toContain(word)
  })
})

test('punctuation that structures a text is no word', () => {
  expect(textsOf('- one — two … * three ,')).toEqual(['one', 'two', 'three'])
})

test('a word in capitals is another one than the same word in small letters', () => {
  expect(splitWords('The IT team likes it')).toContainEqual({ text: 'IT', kind: 'acronym' })
  expect(splitWords('IT')).toContainEqual({ text: 'IT', kind: 'acronym' })
  expect(splitWords('IT IS ALL WRITTEN IN CAPITALS HERE').some(({ kind }) => kind === 'acronym')).toBe(false)
})

describe('scripts without blanks between words are segmented', () => {
  test.each([
    ['我住在北京', '北京'],
    ['東京に住んでいます', '東京'],
    ['ฉันอาศัยอยู่ในกรุงเทพ', 'กรุงเทพ'],
    ['ຂ້ອຍຢູ່ວຽງຈັນ', 'ຂ້ອຍ'],
    ['ខ្ញុំរស់នៅភ្នំពេញ', 'ខ្ញុំ'],
    ['ကျွန်တော်ရန်ကုန်မှာနေတယ်', 'မှာ'],
  ])('%s', (text, word) => {
    expect(textsOf(text)).toContain(word)
  })
})

test('names that no dictionary knows are found by pairs of characters', () => {
  expect(splitWords('鷲津翔馬')).toEqual(
    expect.arrayContaining([
      { text: '鷲津', kind: 'pair' },
      { text: '翔馬', kind: 'pair' },
    ]),
  )
  expect(splitWords('부산에서')).toContainEqual({ text: '부산', kind: 'pair' })
})

test('ways to write the same characters make the same words', () => {
  expect(textsOf('ＡＢＣ ﬁne soft\u00adhyphen ١٢٣ १२३ O’Brien')).toEqual(textsOf("ABC fine softhyphen 123 123 O'Brien"))
})
