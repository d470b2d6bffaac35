import { createHmac } from 'node:crypto'
import { cookies, headers } from 'next/headers'
import type { NextAuthOptions } from 'next-auth'
import { getServerSession } from 'next-auth'
import { encode } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import type { Person } from '../../db/schema'
import { once, settings } from '../process'

const LOGIN_SECONDS = 30 * 24 * 3600

/** What a login's cookie says; the row decides whether it still holds. */
export interface Login {
  personId: string
  /** Raised by signing out everywhere and by a new password: older logins end. */
  epoch: number
}

/** Settings of NextAuth: its cookie is a signed and encrypted JWT that names a person and nothing else. */
export function authOptions(): NextAuthOptions {
  return once('authOptions', () => {
    process.env.AUTH_TRUST_HOST = 'true' // our server lets no stranger set X-Forwarded-Host
    return {
      secret: loginSecret(),
      session: { strategy: 'jwt', maxAge: LOGIN_SECONDS },
      pages: { signIn: '/signin', error: '/signin' },
      providers: [Credentials({ credentials: {}, authorize: () => null })],
      callbacks: {
        session: ({ session, token }) => ({ ...session, login: { personId: token.sub, epoch: token.epoch } }),
      },
    }
  })
}

/** Our own secret serves tokens; logins get one derived from it, unless NEXTAUTH_SECRET is set. */
function loginSecret(): string {
  return process.env.NEXTAUTH_SECRET || createHmac('sha256', settings().MEMANTO_SECRET).update('memanto portal login').digest('base64')
}

export async function readLogin(): Promise<Login | undefined> {
  const session = (await getServerSession(authOptions())) as { login?: Login } | null
  return session?.login
}

/** Signs a person in on this browser. The cookie is secure where the page came by https, so that plain http on a local network works. */
export async function openLogin(person: Pick<Person, 'id' | 'login_epoch'>): Promise<void> {
  const token = await encode({ token: { sub: person.id, epoch: person.login_epoch }, secret: loginSecret(), maxAge: LOGIN_SECONDS })
  const secure = (await headers()).get('x-forwarded-proto') === 'https'
  const jar = await cookies()
  jar.set(cookieName(secure), token, { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: LOGIN_SECONDS })
}

export async function closeLogin(): Promise<void> {
  const jar = await cookies()
  for (const secure of [true, false]) jar.delete(cookieName(secure))
}

const cookieName = (secure: boolean) => `${secure ? '__Secure-' : ''}next-auth.session-token`
