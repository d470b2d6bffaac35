import { expect, test } from 'vitest'
import { editLine } from './prompt'

test('backspace deletes the last character, and escape characters are ignored', () => {
  let shown = ''
  const echo = (text: string) => {
    shown += text
  }
  expect(editLine('', 'ab\u007fc\u001b', echo)).toEqual({ text: 'ac', end: undefined, rest: '' })
  expect(shown).toBe('ab\b \bc')
})

test('Enter ends the line and leaves the rest for the next question, Ctrl-C interrupts', () => {
  expect(editLine('x', 'y\rz', () => {})).toEqual({ text: 'xy', end: 'entered', rest: 'z' })
  expect(editLine('', '\u0003', () => {})).toEqual({ text: '', end: 'interrupted', rest: '' })
})
