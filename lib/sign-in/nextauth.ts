import { createHash, randomBytes } from 'node:crypto'
import { cookies, headers } from 'next/headers'
import { NextRequest } from 'next/server'
import NextAuth, { type NextAuthOptions, type Session } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import type { Person } from '../../db/schema'
import type { AppError } from '../errors'
import { notesFrom } from '../http/notes'
import { asAppError } from '../http/problem'
import { admitByEmail } from '../people/admit'
import { signOut } from '../people/logins'
import { signInWithPassword } from '../people/sign-in'
import { log } from '../process'
import { beginLogin, isSecure, LOGIN_SECONDS, loginOf, loginSecret, signInOrigin } from './login-cookie'
import { type Profile, providers, verifiedEmail } from './providers'

/** Settings of NextAuth: its cookie is a signed and encrypted JWT that names a login and nothing else. `onFailure` hears what NextAuth itself would only log. */
function authOptions(onFailure: (failure: AppError) => void): NextAuthOptions {
  process.env.AUTH_TRUST_HOST = 'true' // our server lets no stranger set X-Forwarded-Host
  return {
    secret: loginSecret(),
    session: { strategy: 'jwt', maxAge: LOGIN_SECONDS },
    pages: { signIn: '/signin', error: '/signin' },
    providers: [passwordProvider(onFailure), ...providers()],
    // Strangers can cause these lines, so they are no errors of ours.
    logger: { error: (code, told) => log().warn(describeLogged(told), code), warn: () => {}, debug: () => {} },
    callbacks: {
      signIn: async ({ account, profile }) =>
        account?.type !== 'oauth' || (await admit(profile)) !== undefined || '/signin?error=NotInvited',
      jwt: async ({ token, account, profile, user }) => {
        if (!account) return token
        const person = account.type === 'oauth' ? await admit(profile) : (user as Person)
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

/** The same verb as the form's, for those who sign in by NextAuth's own addresses. */
function passwordProvider(onFailure: (failure: AppError) => void) {
  return Credentials({
    name: 'password',
    credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
    authorize: async (sent) =>
      signInWithPassword({ email: sent?.email, password: sent?.password }, await signInOrigin()).catch((thrown: unknown) => {
        onFailure(asAppError(thrown))
        return null
      }),
  })
}

async function admit(profile: Profile | undefined): Promise<Person | undefined> {
  const email = verifiedEmail(profile ?? {})
  return email === undefined ? undefined : admitByEmail(email, profile?.name ?? '')
}

async function endLoginOf(token: object): Promise<void> {
  const login = await loginOf(token)
  if (login) await signOut(login.person, login.loginId, notesFrom(await headers()))
}

/** NextAuth passes an error, alone or among other details. What stands behind "got" in its message is what a stranger sent. */
function describeLogged(told: Error | { error: Error; providerId?: unknown }): object {
  const { error, providerId } = told instanceof Error ? { error: told, providerId: undefined } : told
  return { provider: providerId, message: error.message.replace(/\bgot\b.*$/s, 'got another') }
}

/** Sends the browser to where a provider signs people in; they come back to `next`, a path of ours. */
export async function startSignInElsewhere(providerId: string, next: string): Promise<Response> {
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

/** A request to one of NextAuth's own addresses below `/api/auth`, as it was checked by `readAuthRequest`. */
export interface AuthRequest {
  method: string
  segments: string[]
  query: URLSearchParams
  body?: URLSearchParams | undefined
}

/** Has NextAuth answer a checked request. @throws what NextAuth would only log, except a wrong password */
export async function callNextAuth({ method, segments, query, body }: AuthRequest): Promise<Response> {
  await dropOddCookies()
  const failures: AppError[] = []
  const request = new NextRequest(`http://here/api/auth/${segments.join('/')}?${query}`, { method, ...(body && { body }) })
  const response = await NextAuth(authOptions((failure) => failures.push(failure)))(request, {
    params: Promise.resolve({ nextauth: segments }),
  })
  const failure = failures.find(({ code }) => code !== 'wrong_password')
  if (failure) throw failure
  return response
}

/** NextAuth answers 500 to a cookie of its own that is no address. */
async function dropOddCookies(): Promise<void> {
  const jar = await cookies()
  for (const name of ['next-auth.callback-url', '__Secure-next-auth.callback-url'])
    if (jar.has(name) && !URL.canParse(jar.get(name)?.value ?? '')) jar.delete(name)
}
