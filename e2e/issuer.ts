import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An OpenID Connect issuer as far as its sign-in page, and the settings that name it. */
export async function startIssuer() {
  let address = ''
  const issuer = createServer((request, response) => {
    const [type, body] = answer(request.url ?? '', address)
    response.setHeader('content-type', type).end(body)
  }).listen(0, '127.0.0.1')
  await once(issuer, 'listening')
  address = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
  const settings = { OIDC_ISSUER: address, OIDC_CLIENT_ID: 'memanto', OIDC_CLIENT_SECRET: 'only for tests', OIDC_NAME: 'Acme ID' }
  return { address, settings, stop: () => issuer.close() }
}

function answer(url: string, address: string): [type: string, body: string] {
  if (url.startsWith('/authorize')) return ['text/html', '<!doctype html><title>Issuer</title><h1>Sign in at the issuer</h1>']
  const endpoints = { authorization_endpoint: '/authorize', token_endpoint: '/token', jwks_uri: '/keys', userinfo_endpoint: '/me' }
  const known = Object.entries(endpoints).map(([name, path]) => [name, address + path])
  return ['application/json', JSON.stringify({ issuer: address, ...Object.fromEntries(known) })]
}
