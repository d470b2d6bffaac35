import { expect, test } from 'vitest'
import { markWords } from './mark-words'

const marked = (text: string, ...terms: string[]) =>
  markWords(text, new Set(terms))
    .map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
    .join('')

test('words are marked by their stems, whatever their case and ending', () => {
  expect(marked('Invoices: an invoice, invoicing (INVOICE)', 'invoic')).toBe('[Invoices]: an [invoice], [invoicing] ([INVOICE])')
  expect(marked('Die Häuser am Hafen', 'haus', 'hafen')).toMatch(/\[Hafen\]$/)
  expect(marked('Café au lait', 'cafe')).toBe('[Café] au lait')
})

test('words of scripts without blanks are marked where they stand', () => {
  expect(marked('東京に住んでいます', '東京')).toBe('[東京]に住んでいます')
})

test('the pieces together are the text, and a text without a term is one piece', () => {
  const text = '  <b>No</b> such\n\nword: a.b@c #12 '
  expect(markWords(text, new Set(['else']))).toEqual([{ text, isMarked: false }])
  expect(
    markWords(text, new Set(['word', '12']))
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text)
})
