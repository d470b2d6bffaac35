import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import { displayWidth } from './display-width'
import { type Format, formatRemaining, formatTime, labelled } from './lines'
import { barLine } from './progress-bar'
import { maskSecrets, sanitizedJson, sanitizeLine, sanitizeText } from './sanitize'
import { tableLines } from './table'

const formatOf = (width?: number): Format => ({ paint: picocolors.createColors(false), isLocal: false, width })

test('a table is as wide as its cells, and becomes blocks on a narrower terminal', () => {
  const rows = [
    ['customer-support', '5h 45m', ''],
    ['東京', 'none', 'x'],
  ]
  expect(tableLines(['AGENT', 'LEFT', 'NOTE'], rows, formatOf(40))).toEqual([
    'AGENT             LEFT    NOTE',
    'customer-support  5h 45m',
    '東京              none    x',
  ])
  expect(tableLines(['AGENT', 'LEFT', 'NOTE'], rows, formatOf(20))).toEqual([
    'Agent: customer-support',
    'Left:  5h 45m',
    '',
    'Agent: 東京',
    'Left:  none',
    'Note:  x',
  ])
})

test.each([
  ['abc', 3],
  ['東京', 4],
  ['𠀋', 2],
  ['👩‍🔬é', 3],
  ['🇩🇪', 2],
  ['1️⃣', 2],
  ['© ®', 3],
  ['❤', 1],
  ['❤️', 2],
  ['e\u0301', 1],
  ['a\u0301\u0302', 1],
  ['\u200d', 0],
  ['한국어', 6],
])('%j takes %i columns', (text, columns) => {
  expect(displayWidth(text)).toBe(columns)
})

test('labels share a column, and pairs without a value are left out', () => {
  expect(
    labelled([
      ['Agent', 'x\ny'],
      ['Nothing', undefined],
      ['Remaining', 3],
    ]),
  ).toEqual(['Agent:     x\\ny', 'Remaining: 3'])
})

test('times are in UTC, and text that is not a time is shown escaped', () => {
  expect(formatTime('2025-03-30T16:30:00.000Z', formatOf())).toBe('2025-03-30 16:30:00 UTC')
  expect(formatTime('soon\u001b', formatOf())).toBe('soon\\u001b')
  expect([formatRemaining(21_600), formatRemaining(59), formatRemaining(0)]).toEqual(['6h 0m', '59s', 'none'])
})

test('control characters are escaped, letters and emoji are not', () => {
  expect(sanitizeLine('a\nb\tc\u001b[31m\u0000\u200f\u2066é🙂')).toBe('a\\nb\\tc\\u001b[31m\\u0000\\u200f\\u2066é🙂')
  expect(sanitizeText('a\r\nb\tc\rd\u009b')).toBe('a\nb\tc\\u000dd\\u009b')
  expect(sanitizedJson('\u202e\u009b\u007f')).toBe('"\\u202e\\u009b\\u007f"')
})

test('keys and tokens are masked anywhere in a text', () => {
  const key = `mk_live_0123456789_${'x'.repeat(45)}wxyz`
  expect(maskSecrets(`unknown option '--k=${key}' eyJhbGci.eyJhZ2.c2ln.`)).toBe("unknown option '--k=mk_live_…wxyz' eyJhbGci....")
})

test('the progress bar fits the terminal, and is left out if it does not', () => {
  expect(barLine(0.5, '5 stored', 30)).toBe('███████░░░░░░░  50% 5 stored')
  expect(barLine(undefined, '5 stored', 30)).toBe('5 stored')
  expect(barLine(0.5, '5 stored', 12)).toBe('5 stored')
})
