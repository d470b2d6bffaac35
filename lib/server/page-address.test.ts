import { networkInterfaces } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import { exchange, parseResponse, startTestServer } from '../../test/server/listener'
import { adoptTestSettings } from '../../test/settings'
import { networkList } from '../env'
import { isHostOfThisMachine, publicAddress } from '../http/address'

// Settings are read once per process: before the first server here.
adoptTestSettings({ PORT: '8123' })

async function ask(port: number, path: string, lines: string[]) {
  const heard = await exchange(port, [`GET ${path} HTTP/1.1\r\nConnection: close\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`])
  const { status, headers, body } = parseResponse(heard)
  return { status, headers, body }
}

async function seenByPage(port: number, lines: string[]): Promise<Record<string, string>> {
  const { status, body } = await ask(port, '/page', lines)
  expect(status).toBe(200)
  const { host, 'x-forwarded-host': forwardedHost, 'x-forwarded-proto': scheme } = JSON.parse(body).headers
  expect(forwardedHost).toBe(host)
  return { host, scheme }
}

describe('without PUBLIC_URL', () => {
  let port: number
  beforeAll(async () => {
    ;({ port } = await startTestServer())
  })

  const own = Object.values(networkInterfaces()).flatMap((those = []) => those.map(({ address, family }) => [family, address] as const))

  test.each(['localhost:8000', '127.0.0.1', '[::1]:8000', 'memanto.localhost'])(
    'a page is served at the loopback host %s',
    async (host) => {
      expect(await seenByPage(port, [`Host: ${host}`])).toEqual({ host, scheme: 'http' })
    },
  )

  test('a page is served at every address of this machine', async () => {
    for (const [family, address] of own) {
      const host = family === 'IPv6' ? `[${address}]:8000` : `${address}:8000`
      expect(await seenByPage(port, [`Host: ${host}`])).toEqual({ host, scheme: 'http' })
    }
  })

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.0.2.7:8000',
    'user@localhost',
    'localhost/evil.example',
    '8.8.8.8, localhost',
  ])('a page is refused at %j, and the answer does not repeat it', async (host) => {
    for (const accept of ['text/html', '*/*']) {
      const { status, body, headers } = await ask(port, '/invite/token', [`Host: ${host}`, `Accept: ${accept}`])
      expect(status).toBe(421)
      expect(body).toContain('PUBLIC_URL')
      expect(JSON.stringify([body, headers])).not.toMatch(/evil|192\.0\.2|8\.8\.8|user/)
    }
  })

  test('the API and the health checks answer at any host name', async () => {
    for (const path of ['/api/v2/echo/x', '/health']) expect((await ask(port, path, ['Host: memanto.internal'])).status).toBe(200)
  })

  test('the whole address in a request line does not count as its host', async () => {
    const { body } = await ask(port, 'http://evil.example/page', ['Host: localhost'])
    expect(body).not.toContain('evil')
  })

  test('the host and the scheme that a trusted proxy sends are used', async () => {
    const { port: behind } = await startTestServer({ rules: { proxies: networkList(['127.0.0.1']) } })
    const lines = ['Host: 127.0.0.1:8000', 'X-Forwarded-Host: memanto.example', 'X-Forwarded-Proto: https']
    expect(await seenByPage(behind, lines)).toEqual({ host: 'memanto.example', scheme: 'https' })
    expect((await ask(behind, '/page', ['Host: evil.example', 'X-Forwarded-Proto: https'])).status).toBe(421)
    expect((await ask(port, '/page', ['Host: evil.example', 'X-Forwarded-Host: localhost'])).status).toBe(421)
  })
})

describe('with PUBLIC_URL', () => {
  let port: number
  beforeAll(async () => {
    ;({ port } = await startTestServer({ rules: { publicUrl: 'https://memanto.example' } }))
  })
  const atPublicUrl = { host: 'memanto.example', scheme: 'https' }

  test.each(['memanto.example', '127.0.0.1:8000', 'backend', 'evil.example', 'localhost:8000'])(
    'a page requested at the Host %s is served as one of PUBLIC_URL',
    async (host) => {
      expect(await seenByPage(port, [`Host: ${host}`, 'Origin: https://memanto.example'])).toEqual(atPublicUrl)
      expect(await seenByPage(port, [`Host: ${host}`])).toEqual(atPublicUrl)
    },
  )

  test('a trusted proxy cannot name another host either', async () => {
    const { port: behind } = await startTestServer({ rules: { publicUrl: 'https://memanto.example', proxies: networkList(['127.0.0.1']) } })
    expect(await seenByPage(behind, ['Host: a', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: http'])).toEqual(atPublicUrl)
  })

  test('a form sent from a page on this machine keeps its host', async () => {
    const lines = ['Host: localhost:8000', 'Origin: http://localhost:8000']
    expect(await seenByPage(port, lines)).toMatchObject({ host: 'localhost:8000' })
    expect(await seenByPage(port, [...lines, 'Sec-Fetch-Site: same-origin'])).toMatchObject({ host: 'localhost:8000' })
  })

  test('behind a proxy that rewrites Host, a page on the browser’s own machine is another site', async () => {
    expect(await seenByPage(port, ['Host: 127.0.0.1:8000', 'Origin: http://127.0.0.1:8000', 'Sec-Fetch-Site: cross-site'])).toEqual(
      atPublicUrl,
    )
    expect(await seenByPage(port, ['Host: evil.example', 'Origin: http://evil.example'])).toEqual(atPublicUrl)
  })
})

test.each(['/page', '/api/v2/echo/x', '/health'])('two Host headers are a bad request (%s)', async (path) => {
  const { port } = await startTestServer({ rules: { publicUrl: 'https://memanto.example' } })
  for (const second of ['Host: evil.example', 'HOST: localhost']) {
    const { status, headers, body } = await ask(port, path, ['Host: localhost', second])
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json'])
    expect(body).not.toContain('evil')
  }
})

describe('the origin in links', () => {
  test('does not use an unknown host that our server has not checked', () => {
    expect(publicAddress(new Headers({ host: 'evil.example' }))).toBe('http://localhost:8123')
    expect(publicAddress(new Headers({ host: '127.0.0.1:9000', 'x-forwarded-proto': 'https' }))).toBe('https://127.0.0.1:9000')
    expect(publicAddress(new Headers())).toBe('http://localhost:8123')
  })

  test.each(['', 'a b', 'localhost@evil.example', 'localhost/x', '::1', '[::1', 'localhost#x'])(
    '%j is not a host of this machine',
    (host) => {
      expect(isHostOfThisMachine(host)).toBe(false)
    },
  )
})
