import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { type OwnServer, startOwnServer } from './own-server'
import { foundFirstTeam } from './people'

let issuer: Server
let issuerAddress: string
let server: OwnServer

/** An OpenID Connect issuer as far as its sign-in page. */
function answer(url: string): [type: string, body: string] {
  if (url.startsWith('/authorize')) return ['text/html', '<!doctype html><title>Issuer</title><h1>Sign in at the issuer</h1>']
  const endpoints = { authorization_endpoint: '/authorize', token_endpoint: '/token', jwks_uri: '/keys', userinfo_endpoint: '/me' }
  const known = Object.entries(endpoints).map(([name, path]) => [name, issuerAddress + path])
  return ['application/json', JSON.stringify({ issuer: issuerAddress, ...Object.fromEntries(known) })]
}

test.beforeAll(async ({ browser }) => {
  issuer = createServer((request, response) => {
    const [type, body] = answer(request.url ?? '')
    response.setHeader('content-type', type).end(body)
  }).listen(0, '127.0.0.1')
  await once(issuer, 'listening')
  issuerAddress = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
  server = await startOwnServer({
    OIDC_ISSUER: issuerAddress,
    OIDC_CLIENT_ID: 'memanto',
    OIDC_CLIENT_SECRET: 'only for tests',
    OIDC_NAME: 'Acme ID',
  })
  const page = await (await browser.newContext()).newPage()
  await foundFirstTeam(page, server.link)
  await page.context().close()
})
test.afterAll(async () => {
  await server.stop()
  issuer.close()
})

for (const javaScriptEnabled of [true, false])
  test(`the way to an issuer is a link, which no policy for forms stands in (${javaScriptEnabled ? 'with' : 'without'} JavaScript)`, async ({
    browser,
  }) => {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
    const blocked: string[] = []
    page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()))
    await page.goto(`${server.address}/signin?next=/agents`)
    await page.getByRole('link', { name: 'Sign in with Acme ID' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in at the issuer' })).toBeVisible()
    const asked = new URL(page.url())
    expect(asked.origin + asked.pathname).toBe(`${issuerAddress}/authorize`)
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      client_id: 'memanto',
      redirect_uri: `${server.address}/api/auth/callback/oidc`,
      response_type: 'code',
      code_challenge_method: 'S256',
    })
    expect(asked.search).not.toContain('only')
    expect(blocked.filter((text) => text.includes('Content Security Policy'))).toEqual([])
    await page.context().close()
  })
