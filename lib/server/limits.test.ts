import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { exchange, parseResponse, startTestServer } from '../../test/server/listener'

const MB = 1_000_000
let port: number
let hasty: number

beforeAll(async () => {
  ;({ port } = await startTestServer())
  ;({ port: hasty } = await startTestServer({ limits: { headersMs: 300, requestMs: 600 } }))
})

const post = (path: string, headers: string[]) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`

function expectProblem(heard: string, status: number, code: string): void {
  const answer = parseResponse(heard)
  expect(answer).toMatchObject({
    status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': expect.stringMatching(/^req_/) },
  })
  expect(JSON.parse(answer.body)).toMatchObject({ status, code, request_id: answer.headers['x-request-id'] })
}

describe('headers', () => {
  test('a whole memory fits in a query', async () => {
    const heard = await exchange(port, [
      `GET /api/v2/echo/x?content=${'m'.repeat(120_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    ])
    expect(parseResponse(heard).status).toBe(200)
  })

  test('more than 128 KiB is refused', async () => {
    expectProblem(
      await exchange(port, [`GET /api/v2/echo/x HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'h'.repeat(200_000)}\r\n\r\n`]),
      431,
      'headers_too_large',
    )
    expectProblem(
      await exchange(port, [`GET /api/v2/echo/x?${'q'.repeat(200_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`]),
      431,
      'headers_too_large',
    )
  })

  test('bytes that are not HTTP are refused', async () => {
    expectProblem(await exchange(port, ['hello\r\n\r\n']), 400, 'malformed_request')
  })

  test('a request with two ways to state its length is refused', async () => {
    const heard = await exchange(port, [
      `${post('/api/v2/read', ['Content-Length: 5', 'Transfer-Encoding: chunked'])}0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n`,
    ])
    expectProblem(heard, 400, 'malformed_request')
    expect(heard).not.toContain('MEMANTO')
  })
})

describe('slow senders are cut off', () => {
  test('in the headers', async () => {
    expectProblem(await exchange(hasty, ['GET /api/v2/echo/x HTTP/1.1\r\nHost:']), 408, 'request_timeout')
  })

  test('in the headers, one byte at a time', async () => {
    expectProblem(await exchange(hasty, ['GET', ...' /api/v2/ec'], { betweenMs: 100, silenceMs: 2_000 }), 408, 'request_timeout')
  })

  test('in the body', async () => {
    expectProblem(
      await exchange(hasty, [`${post('/api/v2/read', ['Content-Length: 100'])}{"a":`], { silenceMs: 3_000 }),
      408,
      'request_timeout',
    )
  })
})

describe('a body that arrives too slowly', () => {
  const SLOWLY = { betweenMs: 60, silenceMs: 3_000 }
  const trickled = (length: number) => [`${post('/api/v2/read', [`Content-Length: ${length}`])}{"a":"`, ...'x'.repeat(40)]

  test('is refused long before its time is over', async () => {
    const { port: demanding } = await startTestServer({ limits: { bodyBytesPerSecond: 1_000, bodyGraceMs: 300 } })
    expectProblem(await exchange(demanding, trickled(10_000), SLOWLY), 408, 'request_timeout')
  })

  test('is read if it is fast enough', async () => {
    const { port: content } = await startTestServer({ limits: { bodyBytesPerSecond: 1, bodyGraceMs: 300 } })
    const heard = await exchange(content, [...trickled(48), '"}'], SLOWLY)
    expect(JSON.parse(parseResponse(heard).body)).toEqual({ body: { a: 'x'.repeat(40) } })
  })
})

describe('bodies', () => {
  test('a body larger than any route accepts is refused before it is read, and the connection stays open', async () => {
    const body = Buffer.alloc(6 * MB, 32)
    const heard = await exchange(port, [
      post('/api/v2/read', [`Content-Length: ${body.length}`]),
      body,
      'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ])
    expectProblem(heard.slice(0, heard.indexOf('HTTP/1.1 200')), 413, 'body_too_large')
    expect(heard).toContain('"service":"MEMANTO"')
  })

  test('50 MB from a client that sends everything before it reads are refused with a message', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v2/read`, { method: 'POST', body: Buffer.alloc(50 * MB, 32) })
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: 'body_too_large' })
  })

  test('a body of unknown length is read up to the limit', async () => {
    const chunk = `${(MB / 2).toString(16)}\r\n${' '.repeat(MB / 2)}\r\n`
    const heard = await exchange(port, [post('/api/v2/read', ['Transfer-Encoding: chunked']), chunk, chunk, chunk, '0\r\n\r\n'])
    expectProblem(heard, 413, 'body_too_large')
  })

  test('a body of unknown length within the limit is read', async () => {
    const heard = await exchange(port, [post('/api/v2/read', ['Transfer-Encoding: chunked']), '5\r\n{"a":\r\n', '2\r\n1}\r\n0\r\n\r\n'])
    expect(JSON.parse(parseResponse(heard).body)).toEqual({ body: { a: 1 } })
  })

  test('a sender that disconnects early does not disturb others', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write(`${post('/api/v2/read', ['Content-Length: 100'])}{"a":`)
    await pause(100)
    socket.destroy()
    await pause(100)
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
  })
})

describe('Expect: 100-continue', () => {
  test('is answered before the request', async () => {
    const heard = await exchange(port, [post('/api/v2/read', ['Expect: 100-continue', 'Content-Length: 7']), '{"a":1}'], { betweenMs: 100 })
    expect(heard).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
    expect(heard).toContain('{"body":{"a":1}}')
  })

  test('is refused if the body is too large', async () => {
    const heard = await exchange(port, [post('/api/v2/read', ['Expect: 100-continue', `Content-Length: ${11 * MB}`])])
    expectProblem(heard, 413, 'body_too_large')
    expect(parseResponse(heard).headers.connection).toBe('close')
  })
})

test('one connection serves many requests', async () => {
  const heard = await exchange(port, ['GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3)])
  expect(heard.split('HTTP/1.1 200 OK')).toHaveLength(4)
})

test('HTTP/1.0 without a Host is served', async () => {
  expect(parseResponse(await exchange(port, ['GET /api/v2/echo/x HTTP/1.0\r\n\r\n'])).status).toBe(200)
})
