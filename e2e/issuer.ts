import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface Issuer {
  address: string
  /** Environment variables with which the product offers this issuer. */
  settings: Record<string, string>
  stop: () => void
}

/** An OpenID Connect issuer whose sign-in page has one link: to come back as a person of this e-mail. */
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

  function signInPage(asked: URL): string {
    const { redirect_uri = '', state = '', nonce: sent = '' } = Object.fromEntries(asked.searchParams)
    nonce = sent
    const back = `${redirect_uri}?${new URLSearchParams({ code: 'one-time', state })}`
    return `<!doctype html><title>Issuer</title><h1>Sign in at the issuer</h1><a href="${back.replaceAll('&', '&amp;')}">Continue as ${email}</a>`
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', address)
    if (asked.pathname === '/authorize') return void response.setHeader('content-type', 'text/html').end(signInPage(asked))
    const body = asked.pathname === '/token' ? await tokens() : asked.pathname === '/keys' ? { keys } : configuration()
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  }

  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = { OIDC_ISSUER: address, OIDC_CLIENT_ID: 'memanto', OIDC_CLIENT_SECRET: 'only for tests', OIDC_NAME: 'Acme ID' }
  return { address, settings, stop: () => server.close() }
}
