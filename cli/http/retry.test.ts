import { expect, test } from 'vitest'
import { connectionError } from './connection-error'
import { retryAfterSeconds, waitBeforeRetry } from './retry'
import { sessionHeadersOf } from './session-headers'

const status = (code: number, seconds?: number) => ({ kind: 'status', status: code, retryAfterSeconds: seconds }) as const
const NOW = new Date('2025-03-30T16:30:00Z')

test('waits are short while nothing listens or connections break, and end after a few attempts', () => {
  expect([0, 1, 2, 3].map((attempt) => waitBeforeRetry({ kind: 'refused' }, attempt))).toEqual([100, 250, 500, undefined])
  expect([0, 3, 4].map((attempt) => waitBeforeRetry({ kind: 'broken' }, attempt))).toEqual([250, 2000, undefined])
})

test('a busy server is asked again after the time it names, up to 15 seconds; a refusal is final', () => {
  expect([429, 502, 503, 504].map((code) => waitBeforeRetry(status(code), 0))).toEqual([250, 250, 250, 250])
  expect([400, 401, 404, 409, 422, 500, 501].map((code) => waitBeforeRetry(status(code), 0))).toEqual(Array(7).fill(undefined))
  expect(waitBeforeRetry(status(503, 7), 0)).toBe(7000)
  expect([waitBeforeRetry(status(503, 16), 0), waitBeforeRetry(status(503, 1), 4)]).toEqual([undefined, undefined])
})

test('Retry-After is a number or a date', () => {
  const headers = ['5', 'Sun, 30 Mar 2025 16:30:09 GMT', 'soon', null]
  expect(headers.map((header) => retryAfterSeconds(header, NOW))).toEqual([5, 9, undefined, undefined])
})

test('the remaining time of a session counts by the clock of the server', () => {
  const headers = { 'x-session-expires-at': '2025-03-30T17:00:00Z', date: 'Sun, 30 Mar 2025 16:40:00 GMT' }
  const read = (changes: Record<string, string>) => sessionHeadersOf(new Response('', { headers: { ...headers, ...changes } }), NOW)
  expect(read({ 'x-session-token': 'newer' })).toEqual({
    expiresAt: headers['x-session-expires-at'],
    token: 'newer',
    remainingSeconds: 1200,
  })
  expect(read({ date: 'unknown' })?.remainingSeconds).toBe(1800)
  expect(read({ 'x-session-expires-at': 'soon' })).toBeUndefined()
})

test.for([
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'ECONNABORTED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'CERT_NOT_YET_VALID',
])('%s is explained in words', (code) => {
  const { message } = connectionError(Object.assign(new Error(), { code }), 'https://memanto.example.com/api')
  expect(message).toMatch(/^https:\/\/memanto\.example\.com cannot be reached: [a-z][a-z ,]+\.$/)
})

test('of several addresses of a host, the reason of one with a route is named', () => {
  const errors = ['ENETUNREACH', 'ETIMEDOUT'].map((code) => Object.assign(new Error(), { code }))
  expect(connectionError(new AggregateError(errors), 'http://x').message).toContain('it does not answer')
})
