import { expect, test } from 'vitest'
import { comparePeers, type MeasuredProduct, peerTableOf } from './table'

const measured = (operation: MeasuredProduct['operation'], product: string, rps: number): MeasuredProduct => ({
  ...{ operation, product, version: '1.0.0', rps, p50_ms: 8, p99_ms: 20 },
})

test('a product is compared with ours in the same operation', () => {
  const rows = comparePeers(
    [measured('create a session', 'ours', 400), measured('create a session', 'other', 1000), measured('read a session', 'other', 10)],
    'ours',
  )
  expect(rows.map(({ vs_ours }) => vs_ours)).toEqual([1, 2.5, null])
})

test('the table names operation, product and version', () => {
  const [head, line] = peerTableOf(comparePeers([measured('add a memory', 'ours', 1234.5)], 'ours'), 16).split('\n')
  expect(head).toContain('16 connections')
  expect(line?.replace(/\s+/g, ' ')).toBe('add a memory ours 1.0.0 1,235 8.00 20.00 1.00×')
})
