import { type APIRequestContext, expect, request, test } from '@playwright/test'
import { type SeparateServer, startSeparateServer } from './separate-server'

let server: SeparateServer
let api: APIRequestContext

test.beforeAll(async () => {
  const issuer = { OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'memanto', OIDC_CLIENT_SECRET: 'only for tests' }
  server = await startSeparateServer({ ...issuer, LOG_LEVEL: 'info' })
  api = await request.newContext({ baseURL: server.address })
})
test.afterAll(async () => {
  await api.dispose()
  await server.stop()
})

interface RequestOptions {
  method?: string
  headers?: Record<string, string>
  data?: string
  form?: Record<string, string>
}

const statusOf = async (path: string, options: RequestOptions = {}) => (await api.fetch(path, { maxRedirects: 0, ...options })).status()

const LONG = 'x'.repeat(300)
const PATHS = ['', '/nowhere', '/__proto__', '/signin/nowhere', '/signin/__proto__', '/callback', '/callback/credentials', '/callback/oidc']
const MORE_PATHS = ['/callback/credentials/x', '/csrf/x', '/verify-request', '/_log', '/%00', '/%ff', '/%zz', '/a/b/c/d', `/${LONG}`]
const QUERIES = [
  'callbackUrl=nonsense',
  'callbackUrl=%00',
  'callbackUrl=http://',
  'callbackUrl=a&callbackUrl=b',
  'callbackUrl=javascript:alert(1)',
]
const MORE_QUERIES = ['callbackUrl=/%E2%82%AC', 'error=%F0%9F', 'error=%0d%0a', 'error=forged&error_description=forged', 'code=x&state=y']

test('no path below /api/auth returns 500, for any method', async () => {
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
    for (const path of [...PATHS, ...MORE_PATHS, '/session', '/csrf', '/providers', '/signin', '/signout', '/error'])
      expect(await statusOf(`/api/auth${path}`, { method }), `${method} ${path}`).toBeLessThan(500)
})

test('an invalid query or cookie does not cause an internal error', async () => {
  for (const path of ['/session', '/csrf', '/error', '/signin', '/signout', '/callback/oidc', '/callback/credentials'])
    for (const query of [...QUERIES, ...MORE_QUERIES])
      expect(await statusOf(`/api/auth${path}?${query}`), `${path}?${query}`).toBeLessThan(500)
  for (const cookie of [
    'callback-url=nonsense',
    'callback-url=http://[',
    'callback-url=%',
    'csrf-token=x',
    'session-token=x',
    'session-token=a.b.c.d.e',
  ])
    for (const path of ['/api/auth/session', '/api/auth/csrf', '/api/auth/callback/oidc', '/', '/signin', '/account'])
      expect(await statusOf(path, { headers: { cookie: `next-auth.${cookie}` } }), `${path} with ${cookie}`).toBeLessThan(500)
})

const BODIES = ['{', 'null', '[]', '1', '{"callbackUrl":{}}', '{"callbackUrl":"http://["}', '{"csrfToken":{},"email":{},"password":[]}']

test('an invalid body is refused with 4xx', async () => {
  const types = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
  for (const path of ['/signin/credentials', '/callback/credentials', '/callback/oidc', '/signout', '/session'])
    for (const type of types)
      for (const data of [...BODIES, 'callbackUrl=nonsense', '%', '['.repeat(50_000)]) {
        const status = await statusOf(`/api/auth${path}`, { method: 'POST', headers: { 'content-type': type }, data })
        expect(status, `${path} ${type} ${data.slice(0, 50)}`).toBeLessThan(500)
        if (type === 'application/json') expect(status, `${path} ${data.slice(0, 50)}`).toBeGreaterThanOrEqual(400)
      }
})

const CREDENTIALS: [what: string, credentials: Record<string, unknown>, status: number][] = [
  ['an e-mail that is too long', { email: `${LONG}@example.com`, password: 'x' }, 422],
  ['an e-mail with a null byte', { email: 'a\0@example.com', password: 'x' }, 422],
  ['an e-mail with half a surrogate pair', { email: '\ud800@example.com', password: 'x' }, 422],
  ['an e-mail that is not a text', { email: {}, password: 'x' }, 422],
  ['a password that is too long', { email: 'a@example.com', password: 'x'.repeat(2000) }, 422],
  ['no password', { email: 'a@example.com' }, 422],
  ['an e-mail that nobody has', { email: 'a@example.com', password: 'wrong' }, 401],
]

for (const [what, credentials, status] of CREDENTIALS)
  test(`signing in with ${what} returns ${status}`, async () => {
    const { csrfToken } = await (await api.get('/api/auth/csrf')).json()
    const data = JSON.stringify({ csrfToken, json: 'true', ...credentials })
    const returned = await statusOf('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      data,
    })
    expect(returned).toBe(status)
  })

test("nobody can write to the log through NextAuth's logging path", async () => {
  const forged = { level: 'error', code: 'FORGED', message: 'forged by somebody' }
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, data: JSON.stringify(forged) }
  expect(await statusOf('/api/auth/_log', options)).toBe(404)
  expect(await statusOf('/api/auth/callback/oidc?error=FORGED&error_description=forged')).toBe(302)
  await expect.poll(() => server.output()).toContain('/api/auth/[...nextauth]')
  expect(server.output()).not.toMatch(/forged/i)
})
