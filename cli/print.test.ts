import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import { type Look, labelled, printLeft, printTime } from './print-lines'
import { displayWidth, printTable } from './print-table'
import { jsonText, manyLines, oneLine, withoutSecrets } from './sanitize'
import { barLine, edited } from './terminal'

const look = (width?: number): Look => ({ paint: picocolors.createColors(false), isLocal: false, width })

test('a table is as wide as its cells, and folds where the terminal is narrower', () => {
  const rows = [
    ['customer-support', '5h 45m', ''],
    ['東京', 'none', 'x'],
  ]
  expect(printTable(['AGENT', 'LEFT', 'NOTE'], rows, look(40))).toEqual([
    'AGENT             LEFT    NOTE',
    'customer-support  5h 45m',
    '東京              none    x',
  ])
  expect(printTable(['AGENT', 'LEFT', 'NOTE'], rows, look(20))).toEqual([
    'Agent: customer-support',
    'Left:  5h 45m',
    '',
    'Agent: 東京',
    'Left:  none',
    'Note:  x',
  ])
  expect([displayWidth('abc'), displayWidth('東京'), displayWidth('👩‍🔬é')]).toEqual([3, 4, 3])
})

test('labels share a column, and what is undefined is left out', () => {
  expect(
    labelled([
      ['Agent', 'x\ny'],
      ['Nothing', undefined],
      ['Remaining', 3],
    ]),
  ).toEqual(['Agent:     x\\ny', 'Remaining: 3'])
})

test('times are UTC unless asked otherwise, and whatever comes is survived', () => {
  expect(printTime('2025-03-30T16:30:00.000Z', look())).toBe('2025-03-30 16:30:00 UTC')
  expect(printTime('soon\u001b', look())).toBe('soon\\u001b')
  expect([printLeft(21_600), printLeft(59), printLeft(0)]).toEqual(['6h 0m', '59s', 'none'])
})

test('control characters become visible, idempotentTransaction stays', () => {
  expect(oneLine('a\nb\tc\u001b[31m\u0000\u200f\u2066é🙂')).toBe('a\\nb\\tc\\u001b[31m\\u0000\\u200f\\u2066é🙂')
  expect(manyLines('a\r\nb\tc\rd\u009b')).toBe('a\nb\tc\\u000dd\\u009b')
  expect(jsonText('\u202e\u009b\u007f')).toBe('"\\u202e\\u009b\\u007f"')
})

test('keys and tokens are masked wherever they stand', () => {
  const key = `mk_live_0123456789_${'x'.repeat(45)}wxyz`
  expect(withoutSecrets(`unknown option '--k=${key}' eyJhbGci.eyJhZ2.c2ln.`)).toBe("unknown option '--k=mk_live_…wxyz' eyJhbGci....")
})

test('what is typed can be corrected', () => {
  let shown = ''
  const echo = (text: string) => {
    shown += text
  }
  expect(edited('', 'ab\u007fc\u001b', echo)).toEqual({ text: 'ac', end: undefined, rest: '' })
  expect(shown).toBe('ab\b \bc')
  expect([edited('x', 'y\rz', echo), edited('', '\u0003', echo)]).toEqual([
    { text: 'xy', end: 'entered', rest: 'z' },
    { text: '', end: 'interrupted', rest: '' },
  ])
})

test('the bar fits, and is words alone where it cannot', () => {
  expect(barLine(0.5, '5 stored', 30)).toBe('███████░░░░░░░  50% 5 stored')
  expect(barLine(undefined, '5 stored', 30)).toBe('5 stored')
  expect(barLine(0.5, '5 stored', 12)).toBe('5 stored')
})
