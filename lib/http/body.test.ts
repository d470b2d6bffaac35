import { expect, test } from 'vitest'
import { AppError } from '../errors'
import { BATCH_BODY_LIMIT, BODY_LIMIT, readJsonObject } from './body'

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://memanto/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

const padded = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`

async function codeOf(reading: Promise<unknown>): Promise<string> {
  return reading.then(
    () => 'none',
    (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown)),
  )
}

/** A body of unknown length, in pieces. Counts how many pieces were read. */
function streamed(pieces: Iterable<Uint8Array>): { body: ReadableStream; taken: () => number } {
  let taken = 0
  const source = pieces[Symbol.iterator]()
  const body = new ReadableStream({
    pull(controller) {
      const { value, done } = source.next()
      if (done) return controller.close()
      taken++
      controller.enqueue(value)
    },
  })
  return { body, taken: () => taken }
}

test('one megabyte may be sent, and not a byte more; five for a batch', async () => {
  expect(await codeOf(readJsonObject(post(padded(BODY_LIMIT))))).toBe('none')
  expect(await codeOf(readJsonObject(post(padded(BODY_LIMIT + 1))))).toBe('body_too_large')
  expect(await codeOf(readJsonObject(post(padded(BATCH_BODY_LIMIT)), BATCH_BODY_LIMIT))).toBe('none')
  expect(await codeOf(readJsonObject(post(padded(BATCH_BODY_LIMIT + 1)), BATCH_BODY_LIMIT))).toBe('body_too_large')
  expect([BODY_LIMIT, BATCH_BODY_LIMIT]).toEqual([1_000_000, 5_000_000])
})

test('escapes count as the characters that they stand for, and twice as many bytes are read at most', async () => {
  const escaped = (text: string) => text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const body = (text: string) => `{"a":"${text}"}`
  expect(await readJsonObject(post(body(escaped('日'.repeat(300_000)))))).toEqual({ a: '日'.repeat(300_000) })
  expect(await readJsonObject(post(body(escaped('😀'.repeat(150_000)))))).toEqual({ a: '😀'.repeat(150_000) })
  expect(await codeOf(readJsonObject(post(body('\\n'.repeat(900_000)))))).toBe('none')
  // 333,334 characters of three bytes each are 1,000,002 bytes, however they are written.
  for (const text of ['日'.repeat(333_334), escaped('日'.repeat(333_334))])
    expect(await codeOf(readJsonObject(post(body(text))))).toBe('body_too_large')
  expect(await codeOf(readJsonObject(post(body(escaped('a'.repeat(400_000))))))).toBe('body_too_large')
})

test('a stream without a length is read to the limit and no further', async () => {
  function* endless() {
    for (;;) yield new Uint8Array(100_000).fill(32)
  }
  const { body, taken } = streamed(endless())
  expect(await codeOf(readJsonObject(post(body)))).toBe('body_too_large')
  expect(taken()).toBeLessThan(25)
})

test('an announced length above the limit is refused before a byte is read', async () => {
  const { body, taken } = streamed([])
  expect(await codeOf(readJsonObject(post(body, { 'content-length': '50000000' })))).toBe('body_too_large')
  expect(taken()).toBe(0)
})

test('a character that the stream splits is put together again', async () => {
  const bytes = Buffer.from('{"a":"😀é"}')
  const { body } = streamed(Array.from(bytes, (byte) => new Uint8Array([byte])))
  expect(await readJsonObject(post(body))).toEqual({ a: '😀é' })
})

test('deep nesting is refused, and brackets inside text do not count', async () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`
  expect(await codeOf(readJsonObject(post(nested(64))))).toBe('none')
  expect(await codeOf(readJsonObject(post(nested(65))))).toBe('malformed_json')
  expect(await codeOf(readJsonObject(post(`{"a":${'['.repeat(400_000)}`)))).toBe('malformed_json')
  expect(await readJsonObject(post(`{"a":"${'[{'.repeat(100)}\\"${'['.repeat(100)}"}`))).toHaveProperty('a')
})

test('bytes that are not UTF-8 are malformed, a lone surrogate escape is left to the field', async () => {
  expect(await codeOf(readJsonObject(post(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]))))).toBe('malformed_json')
  expect(await codeOf(readJsonObject(post('{"a":"\\ud800"}')))).toBe('none')
})

test('the refusal does not quote the body', async () => {
  const refusal = await readJsonObject(post('{"api_key": mk_live_secret}')).catch((thrown: AppError) => thrown)
  expect((refusal as AppError).message).not.toContain('mk_live')
})
