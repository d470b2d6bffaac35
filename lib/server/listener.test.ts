import { beforeAll, describe, expect, test } from 'vitest'
import { exchange, parseResponse, startTestServer } from '../../test/server/listener'

let port: number
let url: string

beforeAll(async () => {
  ;({ port, url } = await startTestServer())
})

/** Sends an address as it is; fetch would normalize it. */
async function ask(target: string, method = 'GET') {
  const heard = await exchange(port, [`${method} ${target} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`])
  const { status, headers, body } = parseResponse(heard)
  return { status, headers, body: headers['content-type']?.includes('json') && body ? JSON.parse(body) : body }
}

describe('addresses', () => {
  test.each([
    ['/api/v2/echo/a%20b', { name: 'a b' }],
    ['/api/v2/echo/a%2Fb', { name: 'a/b' }],
    ['/api/v2/echo/a%2520b', { name: 'a%20b' }],
    ['/api/v2/echo/a+b', { name: 'a+b' }],
    ['/api/v2/echo/caf%C3%A9/', { name: 'café' }],
    ['/api/v2/echo/x?y=%zz#z', { name: 'x' }],
    ['/api/v2/echo/x/list/a%2Fb/c', { name: 'x', items: ['a/b', 'c'] }],
    ['http://elsewhere.example/api/v2/echo/x', { name: 'x' }],
  ])('%s gives its parameters decoded once', async (target, params) => {
    expect((await ask(target)).body).toMatchObject({ params })
  })

  test.each(['/api/v2/echo/%zz', '/api/v2/echo/%', '/api/v2/echo/%ff', '/api/v2/echo/x/list/%c3', '/api/auth/%ff', '/%zz'])(
    '%s is a bad request',
    async (target) => {
      expect(await ask(target)).toMatchObject({
        status: 400,
        body: { code: 'malformed_request' },
        headers: { 'content-type': 'application/problem+json' },
      })
    },
  )

  test.each(['*', 'echo', 'ftp://x/api/v2/echo/x'])('%s is not an address', async (target) => {
    expect(await ask(target, 'OPTIONS')).toMatchObject({ status: 400, body: { code: 'malformed_request' } })
  })

  test.each([
    '/api',
    '/api/',
    '/api/nothing',
    '/api/v1/agents',
    '/api/v2x',
    '/api/auth',
    '/api/v2',
    '/api/v2/',
    '/api/v2/nothing',
    '/api/v2//echo/x',
    '/api/v2/echo//x',
    '/api/v2/echo/x/list',
    '/api/v2/echo',
  ])('%s is not found, by whatever method', async (target) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(await ask(target, method)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
        headers: { 'x-request-id': expect.any(String) },
      })
  })

  test.each(['/', '/apis', '/API/v2/echo/x', '/api/auth/session', '/api/auth/nothing/at/all', '/healthy'])(
    '%s is for Next',
    async (target) => {
      expect((await ask(target)).body).toMatchObject({ page: target })
    },
  )

  test('/health is served by us, with or without a slash at its end', async () => {
    expect((await ask('/health')).body).toMatchObject({ status: 'ok', service: 'MEMANTO', version: expect.any(String) })
    expect((await ask('/health/')).status).toBe(200)
  })
})

describe('methods', () => {
  test('HEAD is GET without a body', async () => {
    const { status, headers, body } = await ask('/api/v2/echo/x', 'HEAD')
    expect({ status, body }).toEqual({ status: 200, body: '' })
    expect(headers['content-type']).toContain('application/json')
  })

  test('OPTIONS lists the allowed methods', async () => {
    expect(await ask('/api/v2/echo/x', 'OPTIONS')).toMatchObject({ status: 204, headers: { allow: 'GET, HEAD, POST, OPTIONS' } })
  })

  test.each(['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])('%s is refused where it does nothing', async (method) => {
    const refusal = await ask('/api/v2/echo/x', method)
    expect(refusal).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST, OPTIONS' }, body: { code: 'method_not_allowed' } })
  })

  test('names of JavaScript object properties are not methods', async () => {
    expect((await exchange(port, ['constructor /api/v2/echo/x HTTP/1.1\r\nHost: x\r\n\r\n'])).slice(0, 12)).toBe('HTTP/1.1 400')
  })
})

test('a handler that throws reveals nothing', async () => {
  const answer = await ask('/api/v2/throws')
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error' } })
  expect(JSON.stringify(answer)).not.toContain('a secret detail')
})

test.each(['a b', 'x/y', 'x@y'])('the Host "%s" is refused', async (host) => {
  const heard = await exchange(port, [`GET /api/v2/echo/x HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`])
  expect(parseResponse(heard)).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } })
})

test('a client that offers to speak HTTP/2 or WebSocket is answered in HTTP/1.1', async () => {
  for (const upgrade of ['h2c', 'websocket'])
    for (const target of ['/api/v2/echo/x', '/page']) {
      const heard = await exchange(port, [
        `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${upgrade}\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`,
      ])
      expect(parseResponse(heard).status).toBe(200)
    }
})

describe('security headers', () => {
  test('API answers forbid every kind of active content', async () => {
    for (const target of ['/api/v2/echo/x', '/api/v2/nothing', '/api/v2/echo/%zz', '/health'])
      expect((await ask(target)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringMatching(/^default-src 'none'/),
      })
  })

  test('every answer has the id of its request, which the client cannot choose', async () => {
    for (const target of ['/page', '/health', '/ready', '/api/v2/echo/x', '/api/v2/nothing', '*']) {
      const ids = await Promise.all([0, 1].map(async () => (await ask(target)).headers['x-request-id']))
      expect(ids, target).toEqual([expect.stringMatching(/^req_\w{25}$/), expect.stringMatching(/^req_\w{25}$/)])
      expect(ids[0], target).not.toBe(ids[1])
    }
  })

  test('each page has a content security policy with a nonce of its own, which Next gets', async () => {
    const [first, second] = [await ask('/page'), await ask('/page')]
    expect(first.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.any(String),
    })
    const policy = first.headers['content-security-policy'] ?? ''
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic';.*frame-ancestors 'none'/)
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(first.body.headers['content-security-policy']).toBe(policy)
    expect(second.headers['content-security-policy']).not.toBe(policy)
  })

  test('a policy that the client sends does not reach Next', async () => {
    const sent = ["Content-Security-Policy: script-src 'nonce-mine'", "Content-Security-Policy-Report-Only: script-src 'nonce-mine'"].join(
      '\r\n',
    )
    const heard = await exchange(port, [`GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${sent}\r\n\r\n`])
    expect(heard).not.toContain('nonce-mine')
  })

  test('Strict-Transport-Security is sent only if the product is reached over https', async () => {
    const { url: https } = await startTestServer({ rules: { publicUrl: 'https://memanto.example' } })
    expect((await fetch(`${https}/page`)).headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/)
    expect((await fetch(`${url}/page`)).headers.has('strict-transport-security')).toBe(false)
  })
})

describe('CORS', () => {
  const origin = 'https://app.example.com'
  const preflight = {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-session-token' },
  }
  let open: string
  beforeAll(async () => {
    ;({ url: open } = await startTestServer({ rules: { corsOrigins: new Set([origin]) } }))
  })

  test('is off by default', async () => {
    for (const request of [{ headers: { origin } }, preflight]) {
      const { headers } = await fetch(`${url}/api/v2/echo/x`, request)
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  test('answers the preflight of a named origin', async () => {
    const answer = await fetch(`${open}/api/v2/echo/x`, preflight)
    expect(answer.status).toBe(204)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': expect.stringContaining('X-Session-Token'),
      vary: 'Origin',
    })
  })

  test('exposes our headers to a named origin, on refusals too', async () => {
    for (const path of ['/api/v2/echo/x', '/api/v2/nothing']) {
      const { headers } = await fetch(open + path, { headers: { origin } })
      expect(headers.get('access-control-allow-origin')).toBe(origin)
      for (const name of [
        'X-Request-Id',
        'X-Session-Expires-At',
        'X-Session-Token',
        'Idempotent-Replayed',
        'RateLimit',
        'RateLimit-Policy',
        'Retry-After',
      ])
        expect(headers.get('access-control-expose-headers')).toContain(name)
    }
  })

  test('gives any other origin no access, and answers with Vary: Origin', async () => {
    const { headers } = await fetch(`${open}/api/v2/echo/x`, { headers: { origin: 'https://evil.example' } })
    expect(headers.has('access-control-allow-origin')).toBe(false)
    expect(headers.get('vary')).toBe('Origin')
  })

  test('never applies to the portal', async () => {
    expect((await fetch(`${open}/page`, { headers: { origin } })).headers.has('access-control-allow-origin')).toBe(false)
  })
})
