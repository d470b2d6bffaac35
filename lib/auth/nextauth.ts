import { createHash, createHmac, randomBytes } from 'node:crypto'
import { cookies, headers } from 'next/headers'
import { NextRequest } from 'next/server'
import NextAuth, { getServerSession, type NextAuthOptions } from 'next-auth'
import { encode } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import type { Person } from '../../db/schema'
import type { AppError } from '../errors'
import { notesFrom } from '../http/notes'
import { asFailure } from '../http/problem'
import { admitByEmail } from '../people/admit'
import { signInWithPassword } from '../people/sign-in'
import { log, settings } from '../process'
import { type Profile, providers, verifiedEmail } from './providers'

const LOGIN_SECONDS = 30 * 24 * 3600

/** What a login's cookie says; the row decides whether it still holds. */
export interface Login {
  personId: string
  /** Raised by signing out everywhere and by a new password: older logins end. */
  epoch: number
}

/** Settings of NextAuth: its cookie is a signed and encrypted JWT that names a person and nothing else. `onRefusal` hears why a password was refused. */
export function authOptions(onRefusal: (failure: AppError) => void = () => {}): NextAuthOptions {
  process.env.AUTH_TRUST_HOST = 'true' // our server lets no stranger set X-Forwarded-Host
  return {
    secret: loginSecret(),
    session: { strategy: 'jwt', maxAge: LOGIN_SECONDS },
    pages: { signIn: '/signin', error: '/signin' },
    providers: [passwordProvider(onRefusal), ...providers()],
    logger: { error: (code, { message }) => log().error({ message }, code), warn: () => {}, debug: () => {} },
    callbacks: {
      signIn: async ({ account, profile }) =>
        account?.type !== 'oauth' || (await admit(profile)) !== undefined || '/signin?error=NotInvited',
      jwt: async ({ token, account, profile, user }) => {
        if (!account) return token
        const person = account.type === 'oauth' ? await admit(profile) : (user as Person)
        if (person === undefined) throw new Error('Nobody signed in')
        return { sub: person.id, epoch: person.login_epoch }
      },
      session: ({ session, token }) => ({ ...session, login: { personId: token.sub, epoch: token.epoch } }),
    },
  }
}

/** The same verb as the form's, for those who sign in by NextAuth's own addresses. */
function passwordProvider(onRefusal: (failure: AppError) => void) {
  return Credentials({
    name: 'password',
    credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
    authorize: async (sent) => {
      const { address } = notesFrom(await headers())
      return signInWithPassword(sent?.email ?? '', sent?.password ?? '', address).catch((thrown: unknown) => {
        onRefusal(asFailure(thrown))
        return null
      })
    },
  })
}

async function admit(profile: Profile | undefined): Promise<Person | undefined> {
  const email = verifiedEmail(profile ?? {})
  return email === undefined ? undefined : admitByEmail(email, profile?.name ?? '')
}

/** Our own secret serves tokens; logins get one derived from it, unless NEXTAUTH_SECRET is set. */
function loginSecret(): string {
  const { NEXTAUTH_SECRET, MEMANTO_SECRET } = settings()
  return NEXTAUTH_SECRET ?? createHmac('sha256', MEMANTO_SECRET).update('memanto portal login').digest('base64')
}

export async function readLogin(): Promise<Login | undefined> {
  const session = (await getServerSession(authOptions())) as { login?: Login } | null
  return session?.login
}

/** Signs a person in on this browser. The cookie is secure where the page came by https, so that plain http on a local network works. */
export async function openLogin(person: Pick<Person, 'id' | 'login_epoch'>): Promise<void> {
  const token = await encode({ token: { sub: person.id, epoch: person.login_epoch }, secret: loginSecret(), maxAge: LOGIN_SECONDS })
  const secure = await isSecure()
  const jar = await cookies()
  jar.set(cookieName(secure), token, { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: LOGIN_SECONDS })
}

export async function closeLogin(): Promise<void> {
  const jar = await cookies()
  // A browser takes a cookie whose name begins with __Secure- only with Secure, also to remove it.
  for (const secure of [true, false]) jar.set(cookieName(secure), '', { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: 0 })
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
  const request = new NextRequest(`http://here/api/auth/signin/${providerId}`, { method: 'POST', body })
  return NextAuth(authOptions())(request, { params: Promise.resolve({ nextauth: ['signin', providerId] }) })
}

const isSecure = async () => (await headers()).get('x-forwarded-proto') === 'https'

const cookieName = (secure: boolean) => `${secure ? '__Secure-' : ''}next-auth.session-token`
