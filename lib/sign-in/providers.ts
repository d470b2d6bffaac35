import type { NextAuthOptions } from 'next-auth'
import GitHub, { type GithubEmail, type GithubProfile } from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import { settings } from '../process'

type Provider = NextAuthOptions['providers'][number]

/** What a provider says about a person who signed in there. */
export interface Profile {
  email?: string
  email_verified?: unknown
  name?: string
}

/** The providers that the settings configure. */
export function providers(): Provider[] {
  return [github(), google(), oidc()].filter((provider) => provider !== undefined)
}

/** Ids and names of the configured providers, for the buttons of the sign-in page. */
export const providerNames = () => providers().map(({ id, name }) => ({ id, name }))

/** The e-mail that a provider has verified, in lower case; undefined without one. */
export function verifiedEmail({ email, email_verified }: Profile): string | undefined {
  const isVerified = email_verified === true || email_verified === 'true'
  return isVerified && email ? email.toLowerCase() : undefined
}

function github(): Provider | undefined {
  const { GITHUB_ID, GITHUB_SECRET } = settings()
  if (!GITHUB_ID || !GITHUB_SECRET) return undefined
  return GitHub({
    clientId: GITHUB_ID,
    clientSecret: GITHUB_SECRET,
    userinfo: { url: 'https://api.github.com/user', request: ({ tokens }) => readGithub(tokens.access_token ?? '') },
  })
}

/** The GitHub profile of a token's owner with their verified e-mail. Only /user/emails says what was verified; the profile may show any e-mail. */
export async function readGithub(token: string): Promise<Profile & { id: string; login: string }> {
  const profile = await requestGithub<GithubProfile>('user', token)
  const emails = await requestGithub<GithubEmail[]>('user/emails', token)
  const primary = emails.find((email) => email.primary && email.verified)
  return {
    id: String(profile.id),
    login: profile.login,
    name: profile.name ?? profile.login,
    email: primary?.email,
    email_verified: primary !== undefined,
  }
}

async function requestGithub<T>(path: string, token: string): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'user-agent': 'memanto' }
  const response = await fetch(`https://api.github.com/${path}`, { headers, signal: AbortSignal.timeout(10_000) })
  if (!response.ok) throw new Error(`GitHub answered ${response.status} to /${path}`)
  return (await response.json()) as T
}

function google(): Provider | undefined {
  const { GOOGLE_ID, GOOGLE_SECRET } = settings()
  return GOOGLE_ID && GOOGLE_SECRET ? Google({ clientId: GOOGLE_ID, clientSecret: GOOGLE_SECRET }) : undefined
}

interface OidcProfile extends Profile {
  sub: string
}

function oidc(): Provider | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = settings()
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return undefined
  return {
    id: 'oidc',
    name: OIDC_NAME ?? 'single sign-on',
    type: 'oauth',
    wellKnown: `${OIDC_ISSUER}/.well-known/openid-configuration`,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    userinfo: {
      request: async ({ client, tokens }) => {
        const { sub, ...claims } = claimsOf(tokens)
        return claims.email === undefined && tokens.access_token
          ? requireSameSubject(sub, await client.userinfo(tokens.access_token))
          : { ...claims, sub }
      },
    },
    profile: ({ sub, name, email }: OidcProfile) => ({ id: sub, name: name ?? null, email: email ?? null }),
  }
}

/** The claims of the id token, whose signature the library has checked. */
function claimsOf(tokens: object): OidcProfile {
  if ('claims' in tokens && typeof tokens.claims === 'function') return tokens.claims() as OidcProfile
  throw new Error('The issuer sent no id token')
}

/** Checks that the userinfo is about the person of the id token: some issuers return the e-mail only there. */
function requireSameSubject<T extends { sub: string }>(sub: string, userinfo: T): T {
  if (userinfo.sub !== sub) throw new Error('The userinfo is about another person than the id token')
  return userinfo
}
