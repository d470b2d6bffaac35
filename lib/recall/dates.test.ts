import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NOW } from '../../test/recall/agent-index'
import { languagesOfText } from './analyze'
import { datesIn } from './dates'

const at = (day: string) => Date.parse(`${day}T12:00:00Z`)
const named = (query: string) => datesIn(query, languagesOfText(query), NOW)

describe('a named day, month or year', () => {
  test.each([
    ['What did we decide in March 2024?', '2024-03-31', '2024-04-02'],
    ['What happened in May?', '2025-05-20', '2025-06-20'],
    ['on 31 December', '2024-01-01', '2024-01-20'],
    ['on January 1', '2023-12-31', '2024-12-20'],
    ['the meeting on May 7', '2024-05-07', '2024-05-21'],
    ['on the 7th of May 2023', '2023-05-07', '2024-05-07'],
    ['2023-12-20', '2023-12-20', '2023-12-28'],
    ['Which decision did they take in 2021?', '2021-09-30', '2022-01-02'],
    ['Was gab es am 3. Oktober 2024?', '2024-10-03', '2024-10-20'],
    ['Besuch am 05.12.2023', '2023-12-05', '2023-05-12'],
    ['Qu’a-t-on fait le 4 juillet ?', '2022-07-04', '2022-07-20'],
    ['¿Qué pasó el 5 de septiembre de 2024?', '2024-09-05', '2023-09-05'],
    ['o que houve em março de 2023', '2023-03-10', '2024-03-10'],
    ['il 9 maggio', '2024-05-09', '2024-05-20'],
    ['Что сказал заказчик 4 июня?', '2024-06-04', '2024-07-04'],
    ['в феврале 2024 года', '2024-02-28', '2024-03-02'],
    ['w czerwcu', '2023-06-10', '2023-07-10'],
    ['9 kwietnia 2024', '2024-04-09', '2024-04-20'],
    ['tammikuussa 2024', '2024-01-20', '2024-02-20'],
    ['2024年2月の会議', '2024-02-14', '2024-03-14'],
    ['九月の会議', '2023-09-11', '2023-10-11'],
    ['2021年工厂', '2021-05-20', '2022-05-20'],
    ['2024년 3월 5일', '2024-03-05', '2024-04-05'],
    ['في يناير 2024', '2024-01-20', '2024-02-20'],
    ['מרץ 2024', '2024-03-20', '2024-04-20'],
    ['मार्च 2024', '2024-03-20', '2024-04-20'],
    ['Mart 2024', '2024-03-20', '2024-04-20'],
  ])('%s', (query, near, far) => {
    expect(named(query)?.isNear(at(near))).toBe(true)
    expect(named(query)?.isNear(at(far))).toBe(false)
  })
})

describe('a time that counts from now, which is Monday, 15 June 2026', () => {
  test.each([
    ['What did we do yesterday?', '2026-06-14', '2026-06-12'],
    ['What happened last week?', '2026-06-08', '2026-06-01'],
    ['last month', '2026-05-02', '2026-06-02'],
    ['two months ago', '2026-04-20', '2026-05-20'],
    ['last year', '2025-01-20', '2026-01-20'],
    ['Was war gestern?', '2026-06-14', '2026-06-12'],
    ['Was war letzte Woche?', '2026-06-08', '2026-06-01'],
    ['hier', '2026-06-14', '2026-06-12'],
    ['la semaine dernière', '2026-06-08', '2026-06-01'],
    ['ayer', '2026-06-14', '2026-06-12'],
    ['вчера', '2026-06-14', '2026-06-12'],
    ['昨日', '2026-06-14', '2026-06-12'],
    ['昨天', '2026-06-14', '2026-06-12'],
  ])('%s', (query, near, far) => {
    expect(named(query)?.isNear(at(near))).toBe(true)
    expect(named(query)?.isNear(at(far))).toBe(false)
  })
})

test.each([
  'Where does Ada live?',
  'What may I eat?',
  'Where do they march to?',
  'the Mars rover',
  'CVE-2023-4567',
  'v2023.1',
  'port 8080',
  '',
])('no time is named: %s', (query) => {
  expect(named(query)).toBeUndefined()
})

test('no query makes it fail, nor does a long one', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (query) => void named(query)?.isNear(NOW.getTime())))
  for (const part of ['1', '1 ', '1.', 'May ', 'last ', '2023-', '年', '前', 'ago ', '10月', 'le '])
    named(part.repeat(10_000 / part.length))?.isNear(NOW.getTime())
})
