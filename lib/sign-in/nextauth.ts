import { createHash, randomBytes } from 'node:crypto'
import { cookies, headers } from 'next/headers'
import { NextRequest } from 'next/server'
import NextAuth, { type NextAuthOptions, type Session } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import type { Person } from '../../db/schema'
import type { AppError } from '../errors'
import { contextOf } from '../http/client'
import { asAppError } from '../http/problem'
import { readFields } from '../input/parameters'
import { paths } from '../paths'
import { SIGN_IN } from '../people/input'
import { signOut } from '../people/logins'
import { findOrCreateInvitedPerson } from '../people/provider-sign-in'
import { signInWithPassword } from '../people/sign-in'
import { log } from '../process'
import { beginLogin, isSecure, LOGIN_SECONDS, loginOf, loginSecret, readSignInOrigin } from './login-cookie'
import { type Profile, providers, verifiedEmail } from './providers'

/** The options of NextAuth. Its cookie is a signed and encrypted JWT that contains only the id of a login. `onFailure` gets the errors that NextAuth itself would only log. */
function authOptions(onFailure: (failure: AppError) => void): NextAuthOptions {
  process.env.AUTH_TRUST_HOST = 'true' // our server removes X-Forwarded-Host unless a trusted proxy sent it
  return {
    secret: loginSecret(),
    session: { strategy: 'jwt', maxAge: LOGIN_SECONDS },
    pages: { signIn: paths.signIn, error: paths.signIn },
    providers: [passwordProvider(onFailure), ...providers()],
    // Anyone can cause these lines, so they are warnings and not errors.
    logger: { error: (code, details) => log().warn(describeLogged(details), code), warn: () => {}, debug: () => {} },
    callbacks: {
      signIn: async ({ account, profile }) =>
        account?.type !== 'oauth' || (await personOfProfile(profile)) !== undefined || `${paths.signIn}?error=NotInvited`,
      jwt: async ({ token, account, profile, user }) => {
        if (!account) return token
        const person = account.type === 'oauth' ? await personOfProfile(profile) : (user as Person)
        if (person === undefined) throw new Error('Nobody signed in')
        return { ...(await beginLogin(person, account.type === 'oauth' ? account.provider : 'password')) }
      },
      session: async ({ session, token }) => {
        const login = await loginOf(token)
        return login ? { ...session, user: { name: login.person.name, email: login.person.email } } : ({} as Session)
      },
    },
    events: {
      signOut: ({ token }) => endLoginOf(token).catch((thrown: unknown) => onFailure(asAppError(thrown))),
    },
  }
}

/** Signs in with a password at NextAuth's own addresses, with the same use case as the form. */
function passwordProvider(onFailure: (failure: AppError) => void) {
  return Credentials({
    name: 'password',
    credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
    authorize: async (credentials) => {
      try {
        return await signInWithPassword(readFields(SIGN_IN, Object.entries(credentials ?? {})), await readSignInOrigin())
      } catch (thrown) {
        onFailure(asAppError(thrown))
        return null
      }
    },
  })
}

async function personOfProfile(profile: Profile | undefined): Promise<Person | undefined> {
  const email = verifiedEmail(profile ?? {})
  return email === undefined ? undefined : findOrCreateInvitedPerson(email, profile?.name ?? '')
}

async function endLoginOf(token: object): Promise<void> {
  const login = await loginOf(token)
  if (login) await signOut(login.person, { loginId: login.loginId }, contextOf(await headers()))
}

/** What is logged of an error, which NextAuth passes alone or with other details. The words after "got" in its message come from the request, so they are left out. */
function describeLogged(details: Error | { error: Error; providerId?: unknown }): object {
  const { error, providerId } = details instanceof Error ? { error: details, providerId: undefined } : details
  return { provider: providerId, message: error.message.replace(/\bgot\b.*$/s, 'got another') }
}

/** Redirects the browser to a provider's sign-in, which returns it to `next`, a path of the portal. */
export async function startOAuthSignIn(providerId: string, next: string): Promise<Response> {
  const secure = await isSecure()
  const csrfToken = randomBytes(32).toString('hex')
  const proof = createHash('sha256')
    .update(csrfToken + loginSecret())
    .digest('hex')
  const jar = await cookies()
  jar.set(`${secure ? '__Host-' : ''}next-auth.csrf-token`, `${csrfToken}|${proof}`, { httpOnly: true, sameSite: 'lax', path: '/', secure })
  const body = new URLSearchParams({ csrfToken, callbackUrl: next })
  return callNextAuth({ method: 'POST', segments: ['signin', providerId], query: new URLSearchParams(), body })
}

/** A request to one of NextAuth's own addresses below `/api/auth`, checked by `readAuthRequest`. */
export interface AuthRequest {
  method: string
  segments: string[]
  query: URLSearchParams
  body?: URLSearchParams | undefined
}

/** Lets NextAuth answer a checked request. @throws the errors that NextAuth would only log, except a wrong password */
export async function callNextAuth({ method, segments, query, body }: AuthRequest): Promise<Response> {
  await deleteInvalidCookies()
  const failures: AppError[] = []
  const request = new NextRequest(`http://here/api/auth/${segments.join('/')}?${query}`, { method, ...(body && { body }) })
  const response = await NextAuth(authOptions((failure) => failures.push(failure)))(request, {
    params: Promise.resolve({ nextauth: segments }),
  })
  const failure = failures.find(({ code }) => code !== 'wrong_password')
  if (failure) throw failure
  return response
}

/** Deletes NextAuth's callback cookies that are not URLs: NextAuth would answer 500. */
async function deleteInvalidCookies(): Promise<void> {
  const jar = await cookies()
  for (const name of ['next-auth.callback-url', '__Secure-next-auth.callback-url'])
    if (jar.has(name) && !URL.canParse(jar.get(name)?.value ?? '')) jar.delete(name)
}
