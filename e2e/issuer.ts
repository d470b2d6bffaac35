import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** An OpenID Connect issuer that runs in the test process. */
export interface Issuer {
  address: string
  /** Environment variables that make the product offer this issuer. */
  settings: Record<string, string>
  stop: () => void
}

/** Starts an OpenID Connect issuer whose sign-in page has one link, which signs in the person with this e-mail. */
export async function startIssuer(email: string): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const keys = [{ ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig' }]
  let address = ''
  let nonce = ''

  function configuration(): object {
    const endpoints = { authorization_endpoint: '/authorize', token_endpoint: '/token', jwks_uri: '/keys', userinfo_endpoint: '/me' }
    return { issuer: address, ...Object.fromEntries(Object.entries(endpoints).map(([name, path]) => [name, address + path])) }
  }

  async function tokens(): Promise<object> {
    const token = new SignJWT({ email, email_verified: true, name: 'Ada', nonce }).setProtectedHeader({ alg: 'RS256' })
    const signed = token.setIssuer(address).setAudience('memanto').setSubject('1').setIssuedAt().setExpirationTime('5m')
    return { access_token: 'unused', token_type: 'Bearer', id_token: await signed.sign(privateKey) }
  }

  function signInPage(url: URL): string {
    const { redirect_uri = '', state = '', nonce: sentNonce = '' } = Object.fromEntries(url.searchParams)
    nonce = sentNonce
    const target = `${redirect_uri}?${new URLSearchParams({ code: 'one-time', state })}`
    return `<!doctype html><title>Issuer</title><h1>Sign in at the issuer</h1><a href="${target.replaceAll('&', '&amp;')}">Continue as ${email}</a>`
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', address)
    if (url.pathname === '/authorize') return void response.setHeader('content-type', 'text/html').end(signInPage(url))
    const body = url.pathname === '/token' ? await tokens() : url.pathname === '/keys' ? { keys } : configuration()
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  }

  const server = createServer((request, response) => void respond(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = { OIDC_ISSUER: address, OIDC_CLIENT_ID: 'memanto', OIDC_CLIENT_SECRET: 'only for tests', OIDC_NAME: 'Acme ID' }
  return { address, settings, stop: () => server.close() }
}
