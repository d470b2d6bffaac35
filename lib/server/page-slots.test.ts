import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestServer } from '../../test/server/listener'
import { adoptTestSettings } from '../../test/settings'
import { rememberCredential } from '../limits/known-credentials'
import { rateLimitCounters } from '../limits/rate-limits'
import { loginDigest } from '../sign-in/login-digest'
import { findStaticFiles } from './static-files'

let url: string
let port: number
/** Pages that are being rendered, by path. Each is finished by the test. */
const made = new Map<string, ServerResponse>()

beforeAll(async () => {
  adoptTestSettings({ RATE_LIMIT_ANONYMOUS: '30' })
  const pages = async ({ url: path }: { url?: string }, response: ServerResponse) => void made.set(path ?? '', response)
  ;({ url, port } = await startTestServer({ pages, files: findStaticFiles() }))
})
beforeEach(() => {
  made.clear()
  rateLimitCounters().names.clear()
})

const LOGIN = 'next-auth.session-token=a-login'
const COOKIE = `theme=dark; ${LOGIN}`

function signedIn(): void {
  rememberCredential(loginDigest(LOGIN) ?? '', { teamId: 'ada', issuedTo: 'person:ada' })
}

/** Finishes pages as they come, until there were this many. */
async function finish(count: number): Promise<number> {
  let most = 0
  for (let finished = 0; finished < count; ) {
    await expect.poll(() => made.size).toBeGreaterThan(0)
    most = Math.max(most, made.size)
    const [path = '', response] = made.entries().next().value ?? []
    made.delete(path)
    response?.end('made')
    finished++
  }
  return most
}

test('pages for anyone are rendered one at a time for an address, and a signed-in person does not wait for them', async () => {
  signedIn()
  const anonymous = Array.from({ length: 10 }, (_, number) => fetch(`${url}/signin?${number}`))
  await expect.poll(() => made.size).toBe(1)
  const own = fetch(`${url}/sessions`, { headers: { cookie: COOKIE } })
  await expect.poll(() => made.has('/sessions')).toBe(true)
  expect(made.size).toBe(2)
  made.get('/sessions')?.end('made')
  made.delete('/sessions')
  expect((await own).status).toBe(200)
  expect(await finish(10)).toBe(1)
  expect((await Promise.all(anonymous)).map(({ status }) => status)).toEqual(Array(10).fill(200))
})

test('a login that no page has verified counts as none', async () => {
  const pages = [0, 1, 2].map((number) => fetch(`${url}/?${number}`, { headers: { cookie: 'next-auth.session-token=forged' } }))
  expect(await finish(3)).toBe(1)
  await Promise.all(pages)
})

test('a form whose body does not arrive takes no slot', async () => {
  const slow = connect(port, '127.0.0.1')
  slow.write('POST /signin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\na=')
  expect((await fetch(`${url}/health`)).status).toBe(200)
  const page = fetch(`${url}/signin?while`)
  await expect.poll(() => made.has('/signin?while')).toBe(true)
  made.get('/signin?while')?.end('made')
  expect((await page).status).toBe(200)
  made.clear()
  slow.write('b'.repeat(98))
  await expect.poll(() => made.has('/signin')).toBe(true)
  slow.destroy()
})

test('above its limit an address is refused, with a page for people and a problem for programs', async () => {
  const pages = Array.from({ length: 30 }, (_, number) => fetch(`${url}/p?${number}`))
  await finish(30)
  await Promise.all(pages)
  const forPeople = await fetch(`${url}/p`, { headers: { accept: 'text/html' } })
  expect([forPeople.status, Number(forPeople.headers.get('retry-after')) > 0]).toEqual([429, true])
  expect(await forPeople.text()).toContain('This page reloads automatically.')
  expect(await (await fetch(`${url}/p`)).json()).toMatchObject({ code: 'rate_limit_exceeded' })
})

test('files are sent from memory with an ETag, compressed if the client accepts that, and sent again only if they changed', async () => {
  const first = await fetch(`${url}/favicon.svg`)
  const etag = first.headers.get('etag') ?? ''
  expect(first.headers.get('content-type')).toBe('image/svg+xml')
  expect(await first.text()).toContain('<svg')
  expect((await fetch(`${url}/favicon.svg`, { headers: { 'if-none-match': etag } })).status).toBe(304)
  expect((await fetch(`${url}/favicon.svg`, { method: 'HEAD' })).headers.get('etag')).toBe(etag)
  expect(made.size).toBe(0)
})

test('a file that a newer build has removed is a 404, and is found again when it is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-static-'))
  const filePath = join(folder, 'a.js')
  const server = await startTestServer({ files: new Map([['/a.js', { filePath, cacheControl: 'no-cache' }]]) })
  expect((await fetch(`${server.url}/a.js`)).status).toBe(404)
  writeFileSync(filePath, 'let a')
  expect(await (await fetch(`${server.url}/a.js`)).text()).toBe('let a')
  rmSync(folder, { recursive: true })
})
