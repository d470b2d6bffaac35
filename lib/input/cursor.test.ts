import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { adoptTestSettings } from '../../test/settings'
import { AppError } from '../errors'
import { readCursor, toPage, writeCursor } from './cursor'

beforeAll(() => adoptTestSettings())

const TEAM = randomUUID()
const LAST = { time: new Date('2025-03-31T22:30:00.042Z'), id: 'sess_0mhyw2kq3Vb81mPq9sXw2LtRa' }
/** Any sixteen-bit units: null, control characters, half surrogate pairs. */
const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 100 })
const someCursor = () => writeCursor(TEAM, 'sessions', LAST)

function refused(cursor: string, teamId = TEAM, list = 'sessions'): boolean {
  try {
    readCursor(teamId, list, cursor)
    return false
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.details.errors?.[0]?.field === 'cursor') return true
    throw thrown
  }
}

test('a cursor can be read in its list, and no cursor means the beginning', () => {
  expect(readCursor(TEAM, 'sessions', someCursor())).toEqual(LAST)
  expect(readCursor(TEAM, 'sessions', undefined)).toBeUndefined()
})

test('every position can be read, whatever its id contains', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), anyText, (time, id) => {
      expect(readCursor(TEAM, 'x', writeCursor(TEAM, 'x', { time, id }))).toEqual({ time, id })
    }),
  )
})

test('a cursor of another team or another list is refused', () => {
  expect(refused(someCursor(), randomUUID())).toBe(true)
  expect(refused(someCursor(), TEAM, 'agents')).toBe(true)
  expect(refused(writeCursor(TEAM, 'sessions\n', LAST))).toBe(true)
})

test('an edited cursor is refused: no edit leads to another position', () => {
  const bytes = Buffer.from(someCursor(), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const edited = Buffer.from(bytes)
    edited[at] = (edited[at] ?? 0) ^ 1
    expect(refused(edited.toString('base64url'))).toBe(true)
  }
  for (let length = 0; length < bytes.length; length++) expect(refused(bytes.subarray(0, length).toString('base64url'))).toBe(true)
})

test('any other text sent as a cursor is refused, and never causes a server error', () => {
  for (const sent of ['', '0', '%00', 'null', '[]', btoa('[0,"a"]'), "' OR 1=1", '😀', 'A'.repeat(10_000)]) expect(refused(sent)).toBe(true)
  fc.assert(
    fc.property(anyText, (sent) => {
      expect(refused(sent)).toBe(true)
    }),
  )
})

test('a page ends at its limit, and has a next cursor only if there is a next page', () => {
  expect(toPage([1, 2, 3], 2, String)).toEqual({ shown: [1, 2], nextCursor: '2' })
  expect(toPage([1, 2], 2, String)).toEqual({ shown: [1, 2], nextCursor: null })
  expect(toPage([], 2, String)).toEqual({ shown: [], nextCursor: null })
})
