import { expect, test } from 'vitest'
import { readCount, readOptions } from './options'

test('sizes of growth are read in the order in which they are given', () => {
  expect(readOptions(['--growth', '--sizes', '1000,50000'])).toMatchObject({ growth: true, sizes: [1000, 50_000] })
})

test.each(['0', '1500', 'many', ''])('"%s" is no size', (size) => {
  expect(() => readOptions(['--growth', '--sizes', size])).toThrow(/multiples of 1000/)
})

test.each(['0', '-1', '1.5', 'x', ''])('"%s" is no count', (text) => {
  expect(() => readCount('seconds', text)).toThrow('--seconds takes a whole number from 1 on.')
})
