import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomBase62 } from '../ids'
import { newKey, parseKey } from './api-key-format'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

test('a key is mk_live_, ten characters of id, 43 of secret and six of checksum, and selects with a double click', () => {
  const { key, parts } = newKey()
  expect(key).toMatch(/^mk_live_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}$/)
  expect(key).toMatch(/^\w+$/)
  expect(key.slice(8, 18)).toBe(parts.id)
  expect(key.slice(-4)).toBe(parts.lastFour)
})

test('only the SHA-256 of the secret is stored', () => {
  const { key, parts } = newKey()
  expect(parts.secretHash).toEqual(createHash('sha256').update(key.slice(19, 62)).digest())
})

test('a new key can be parsed, a second one differs, and a rotated one keeps its id', () => {
  const first = newKey()
  expect(parseKey(first.key)).toEqual(first.parts)
  expect(newKey().key).not.toBe(first.key)
  const rotated = newKey(first.parts.id)
  expect(rotated.parts.id).toBe(first.parts.id)
  expect(rotated.parts.secretHash).not.toEqual(first.parts.secretHash)
})

test('the checksum finds every single-character typo', () => {
  const { key } = newKey()
  for (let at = 0; at < key.length; at++)
    for (const digit of DIGITS) if (digit !== key[at]) expect(parseKey(key.slice(0, at) + digit + key.slice(at + 1))).toBeUndefined()
})

test('two swapped characters, a missing one and an extra one are found', () => {
  fc.assert(
    fc.property(fc.nat(66), (at) => {
      const { key } = newKey()
      const [a = '', b = ''] = key.slice(at, at + 2)
      if (a !== b) expect(parseKey(key.slice(0, at) + b + a + key.slice(at + 2))).toBeUndefined()
      expect(parseKey(key.slice(0, at) + key.slice(at + 1))).toBeUndefined()
      expect(parseKey(`${key.slice(0, at)}0${key.slice(at)}`)).toBeUndefined()
    }),
  )
})

test('only a complete key is parsed', () => {
  const { key } = newKey()
  for (const other of ['', ' ', `${key}\n`, ` ${key}`, key.toUpperCase(), key.slice(0, -1), key.replace('live', 'test'), `${key}${key}`])
    expect(parseKey(other)).toBeUndefined()
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseKey(text)).toBeUndefined()
    }),
  )
})

test('random digits are uniform: no digit more than a fifth off in 62 000', () => {
  const counts = new Map<string, number>()
  for (const digit of randomBase62(62_000)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
  expect([...counts.keys()].sort()).toEqual([...DIGITS].sort())
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200)
})
