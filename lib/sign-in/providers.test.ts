import { afterEach, expect, test, vi } from 'vitest'
import { readSettings } from '../env'
import { readGithub, verifiedEmail } from './providers'

afterEach(() => vi.unstubAllGlobals())

test('only an e-mail that the provider has verified counts', () => {
  expect(verifiedEmail({ email: 'Ada@Example.com', email_verified: true })).toBe('ada@example.com')
  for (const email_verified of [false, undefined, 'yes', 1])
    expect(verifiedEmail({ email: 'ada@example.com', email_verified })).toBeUndefined()
  expect(verifiedEmail({ email_verified: true })).toBeUndefined()
})

test('only the primary e-mail that GitHub has verified counts, whatever the profile shows', async () => {
  const answers = (emails: object[]) =>
    vi.stubGlobal('fetch', async (url: string) =>
      Response.json(url.endsWith('/emails') ? emails : { id: 7, login: 'ada', email: 'shown@example.com' }),
    )
  answers([
    { email: 'ada@example.com', primary: true, verified: true },
    { email: 'b@example.com', primary: false, verified: true },
  ])
  expect(verifiedEmail(await readGithub('token'))).toBe('ada@example.com')
  answers([{ email: 'shown@example.com', primary: true, verified: false }])
  expect(verifiedEmail(await readGithub('token'))).toBeUndefined()
})

test('incomplete settings of a provider stop startup with a message that names them', () => {
  expect(() => readSettings({ GITHUB_ID: 'x' })).toThrow(/GITHUB_SECRET must also be set/)
  expect(() => readSettings({ OIDC_ISSUER: 'https://id.example.com', OIDC_CLIENT_ID: 'x' })).toThrow(/OIDC_CLIENT_SECRET/)
  expect(readSettings({ GOOGLE_ID: 'x', GOOGLE_SECRET: 'y' }).GOOGLE_ID).toBe('x')
})
