import { expect, test } from 'vitest'
import { AppError, ERRORS, type ErrorCode } from '../errors'
import { asAppError, problemResponse } from './problem'

const CODES = Object.keys(ERRORS) as ErrorCode[]

test('every 429 and 503 says when to retry', () => {
  for (const code of CODES) {
    const { status, headers } = problemResponse(new AppError(code, 'A sentence.'), 'req_1')
    expect(headers.get('retry-after'), code).toBe(status === 429 || status === 503 ? '1' : null)
  }
  expect(
    problemResponse(new AppError('too_many_attempts', 'A sentence.', { retryAfterSeconds: 60 }), 'req_1').headers.get('retry-after'),
  ).toBe('60')
})

test.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', '57P01', '08006'])(
  'a database that cannot be reached (%s) is a 503, not a 500',
  (code) => {
    expect(asAppError(Object.assign(new Error('connect'), { code })).code).toBe('database_unavailable')
  },
)

test('an unexpected error reveals nothing', () => {
  for (const thrown of [new Error('secret inside'), Object.assign(new Error('secret inside'), { code: 'EACCES' }), 'secret inside', null]) {
    const failure = asAppError(thrown)
    expect(failure.code).toBe('internal_error')
    expect(JSON.stringify(failure.message)).not.toContain('secret')
  }
})
