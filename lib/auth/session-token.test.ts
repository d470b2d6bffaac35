import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { adoptTestSettings, TEST_SECRET } from '../../test/settings'
import { addHours } from '../time'
import type { Grantee } from './grantee'
import {
  refreshedSessionToken,
  signSessionToken,
  type TokenSession,
  tokenDigest,
  verifiedTokens,
  verifySessionToken,
} from './session-token'

const PREVIOUS = 'the secret before this one, 0123456789'
beforeAll(() => adoptTestSettings({ MEMANTO_SECRET_PREVIOUS: PREVIOUS }))

const SESSION: TokenSession = {
  id: 'sess_0mhyw2kq3Vb81mPq9sXw2LtRa',
  team_id: '3f0e5a52-4f2e-4d0c-9d0a-0d7e0b6f4a11',
  agent_name: 'customer-support',
  started_at: new Date('2025-03-31T16:30:00.120Z'),
  expires_at: new Date('2025-03-31T22:30:00.120Z'),
}
const KEY: Grantee = { kind: 'key', id: '0123456789' }

/** Any sixteen-bit units: null, control characters, half surrogate pairs. */
const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 100 })

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const part = (token: string, index: number) => Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()

function signed(payload: unknown, { header = { alg: 'HS256', typ: 'JWT' }, secret = TEST_SECRET, digest = 'sha256' } = {}): string {
  const content = `${encoded(header)}.${encoded(payload)}`
  return `${content}.${createHmac(digest, secret).update(content).digest('base64url')}`
}

const claims = {
  agent_id: 'customer-support',
  expires_at: '2025-03-31T22:30:00',
  session_id: SESSION.id,
  team_id: SESSION.team_id,
  via: 'key:0123456789',
  iat: 1743438600,
  exp: 1743460200,
}
const READ = { agentName: 'customer-support', sessionId: SESSION.id, teamId: SESSION.team_id, issuedTo: KEY, exp: claims.exp }

test('the header is exactly the documented one', async () => {
  const token = await signSessionToken(SESSION, KEY)
  expect(part(token, 0)).toBe('{"alg":"HS256","typ":"JWT"}')
  expect(token.startsWith('eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.')).toBe(true)
})

test('the claims are exactly the documented ones, in their order', async () => {
  expect(part(await signSessionToken(SESSION, KEY), 1)).toBe(JSON.stringify(claims))
})

test('expires_at has no offset and is the same instant as exp; iat is the start', () => {
  expect(Date.parse(`${claims.expires_at}Z`) / 1000).toBe(claims.exp)
  expect(Math.floor(SESSION.started_at.getTime() / 1000)).toBe(claims.iat)
})

test('the signature is HMAC-SHA256 with the server’s secret', async () => {
  expect(await signSessionToken(SESSION, KEY)).toBe(signed(claims))
})

test('the same session, grantee and expiry give the same token; another grantee or expiry gives another', async () => {
  const token = await signSessionToken(SESSION, KEY)
  expect(await signSessionToken({ ...SESSION }, { ...KEY })).toBe(token)
  expect(await signSessionToken(SESSION, { kind: 'person', id: randomUUID() })).not.toBe(token)
  expect(await signSessionToken({ ...SESSION, expires_at: addHours(SESSION.expires_at, 1) }, KEY)).not.toBe(token)
})

test('a signed token can be read, for a key and for a person', async () => {
  expect(await verifySessionToken(await signSessionToken(SESSION, KEY))).toEqual(READ)
  const person: Grantee = { kind: 'person', id: randomUUID() }
  expect((await verifySessionToken(await signSessionToken(SESSION, person)))?.issuedTo).toEqual(person)
})

test('an expired token is verified too: the session’s row decides', async () => {
  expect(await verifySessionToken(signed({ ...claims, exp: 1, expires_at: '1970-01-01T00:00:01' }))).toEqual({ ...READ, exp: 1 })
})

test('the previous secret is accepted for reading, and never used for signing', async () => {
  expect(await verifySessionToken(signed(claims, { secret: PREVIOUS }))).toEqual(READ)
  expect(await signSessionToken(SESSION, KEY)).not.toBe(signed(claims, { secret: PREVIOUS }))
  expect(await verifySessionToken(signed(claims, { secret: 'some other secret, 0123456789 abcdefgh' }))).toBeUndefined()
})

test('a new token is offered only when the expiry changed', async () => {
  expect(await refreshedSessionToken(READ, SESSION)).toBeUndefined()
  const extended = { ...SESSION, expires_at: addHours(SESSION.expires_at, 6) }
  expect(await refreshedSessionToken(READ, extended)).toBe(await signSessionToken(extended, KEY))
})

test('alg none is refused, in every spelling, with and without a signature', async () => {
  for (const alg of ['none', 'None', 'NONE', 'nOnE', '', 'HS0']) {
    const header = { alg, typ: 'JWT' }
    const [, , signature] = signed(claims, { header }).split('.')
    for (const end of ['', signature]) expect(await verifySessionToken(`${encoded(header)}.${encoded(claims)}.${end}`)).toBeUndefined()
  }
})

test('another algorithm is refused, though signed with our secret or checked with a public key', async () => {
  expect(await verifySessionToken(signed(claims, { header: { alg: 'HS512', typ: 'JWT' }, digest: 'sha512' }))).toBeUndefined()
  expect(await verifySessionToken(signed(claims, { header: { alg: 'HS384', typ: 'JWT' }, digest: 'sha384' }))).toBeUndefined()
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const content = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`
  expect(await verifySessionToken(`${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`)).toBeUndefined()
  expect(await verifySessionToken(signed(claims, { header: { alg: 'RS256', typ: 'JWT' } }))).toBeUndefined()
})

test('a stripped, cut, doubled or moved signature is refused', async () => {
  const token = await signSessionToken(SESSION, KEY)
  const [header = '', payload = '', signature = ''] = token.split('.')
  const bad = ['', '.', '..', `${header}.${payload}`, `${header}.${payload}.`, `${header}..${signature}`, `.${payload}.${signature}`]
  for (const other of [...bad, token.slice(0, -1), `${token}.${signature}`, `${token}A`, token.toLowerCase(), ` ${token} x`])
    expect(await verifySessionToken(other)).toBeUndefined()
})

test('an edited claim is refused', async () => {
  const [header, , signature] = (await signSessionToken(SESSION, KEY)).split('.')
  const others = {
    agent_id: 'billing-bot',
    expires_at: '2099-01-01T00:00:00',
    session_id: 'sess_other',
    team_id: randomUUID(),
    via: 'key:abcdefghij',
    iat: 0,
    exp: 4e9,
  }
  for (const [claim, value] of Object.entries(others))
    expect(await verifySessionToken(`${header}.${encoded({ ...claims, [claim]: value })}.${signature}`)).toBeUndefined()
})

test('a correctly signed token without one of its claims is refused', async () => {
  for (const claim of ['agent_id', 'session_id', 'team_id', 'via', 'exp'])
    expect(await verifySessionToken(signed({ ...claims, [claim]: undefined }))).toBeUndefined()
})

test.each([
  ['agent_id', 7],
  ['agent_id', null],
  ['session_id', ['sess_a']],
  ['session_id', 'sess_\0'],
  ['team_id', 'acme'],
  ['team_id', SESSION.team_id.toUpperCase()],
  ['team_id', `${SESSION.team_id}\n`],
  ['team_id', { toString: 'x' }],
  ['via', '0123456789'],
  ['via', 'key:'],
  ['via', 'key:short'],
  ['via', 'admin:0123456789'],
  ['via', `key:0123456789\n`],
  ['via', 'person:0123456789'],
  ['via', "key:' or 1=1 "],
  ['exp', 'tomorrow'],
  ['exp', '1743460200'],
  ['exp', null],
  ['exp', [1]],
] as const)('a signed token with an unexpected claim %s (%#) is refused', async (claim, value) => {
  expect(await verifySessionToken(signed({ ...claims, [claim]: value }))).toBeUndefined()
})

test('verifying never throws, whatever was signed', async () => {
  for (const payload of ['', 'text', '[]', 'null', '7', '{', '"', '\0', '\ud800']) {
    const content = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${Buffer.from(payload).toString('base64url')}`
    expect(await verifySessionToken(`${content}.${createHmac('sha256', TEST_SECRET).update(content).digest('base64url')}`)).toBeUndefined()
  }
  const anyClaims = fc.oneof(
    fc.json().map((text): unknown => JSON.parse(text)),
    fc.record({ ...Object.fromEntries(Object.keys(claims).map((name) => [name, fc.jsonValue()])) }),
  )
  await fc.assert(
    fc.asyncProperty(anyClaims, async (payload) => {
      expect(await verifySessionToken(signed(payload))).toBeUndefined()
    }),
  )
})

test('no other text is accepted as a token', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      expect(await verifySessionToken(text)).toBeUndefined()
    }),
  )
})

test('a token that was verified before is verified again, and one that differs in a single character is refused', async () => {
  const token = await signSessionToken(SESSION, KEY)
  const first = await verifySessionToken(token)
  expect(await verifySessionToken(token)).toBe(first)
  for (const place of [token.length - 2, token.lastIndexOf('.') - 3]) {
    const changed = token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1)
    expect(await verifySessionToken(changed)).toBeUndefined()
  }
})

/** Other spellings of the same bytes, all of which a lenient base64url decoder accepts. */
function otherSpellings(token: string): string[] {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const lastDigit = BASE64URL.indexOf(signature.at(-1) ?? '')
  const unusedBits = [1, 2, 3].map((bits) => signature.slice(0, -1) + BASE64URL[lastDigit + bits])
  const signatures = [` ${signature}`, `${signature}=`, `${signature}\n`, signature.replace(/^./, '$&\t'), ...unusedBits]
  return [...signatures.map((other) => `${header}.${payload}.${other}`), `${header}=.${payload}.${signature}`]
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

test('a token is accepted in one spelling only, and no other spelling is cached', async () => {
  const token = await signSessionToken({ ...SESSION, id: 'sess_spelling' }, KEY)
  await verifySessionToken(token)
  const before = verifiedTokens().size
  const spaces = token.replace(/.$/, `${' '.repeat(110_000)}$&`)
  for (const other of [...otherSpellings(token), spaces]) expect(await verifySessionToken(other), other.slice(-60)).toBeUndefined()
  expect(verifiedTokens().size).toBe(before)
})

test('a signed token longer than any that we sign is refused', async () => {
  expect(await verifySessionToken(signed({ ...claims, padding: 'x'.repeat(1_000) }))).toBeUndefined()
})

test('verified tokens take a bounded number of bytes, and those that were dropped from the cache are still accepted', async () => {
  const tokens = Array.from({ length: 20_000 }, (_, n) => signed({ ...claims, session_id: `sess_${n}` }))
  for (const token of tokens) await verifySessionToken(token)
  expect(verifiedTokens().calculatedSize).toBeLessThanOrEqual(8_000_000)
  expect(verifiedTokens().size).toBeLessThan(tokens.length)
  expect(verifiedTokens().has(tokenDigest(tokens[0] ?? ''))).toBe(false)
  expect(await verifySessionToken(tokens[0] ?? '')).toMatchObject({ sessionId: 'sess_0' })
})
