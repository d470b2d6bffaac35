import { createHmac } from 'node:crypto'
import { cookies, headers } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import type { LoginOrigin } from '../../db/logins'
import type { OpenLogin } from '../../db/open-login'
import type { Person } from '../../db/schema'
import { clientOf, contextOf } from '../http/client'
import { isUuid } from '../ids'
import { hashToken, newOneTimeToken } from '../one-time-token'
import { readOpenLogin, replaceLogin, type SignInMethod, signOut, startLogin } from '../people/logins'
import type { SignInOrigin } from '../people/sign-in'
import { settings } from '../process'

export const LOGIN_SECONDS = 30 * 24 * 3600
/** The longest time for which browsers keep a cookie. */
const DEVICE_SECONDS = 400 * 24 * 3600

/** The content of a login's cookie, signed and encrypted. The row with this id decides whether the login is still open. */
export interface LoginToken {
  login: string
}

/** The secret that signs login cookies: NEXTAUTH_SECRET, or one derived from MEMANTO_SECRET, which signs session tokens. */
export function loginSecret(): string {
  const { NEXTAUTH_SECRET, MEMANTO_SECRET } = settings()
  return NEXTAUTH_SECRET ?? createHmac('sha256', MEMANTO_SECRET).update('memanto portal login').digest('base64')
}

/** The open login of this browser with its person; undefined when nobody is signed in. */
export async function readLogin(): Promise<OpenLogin | undefined> {
  const id = await readLoginId(await isSecure())
  return id === undefined ? undefined : readOpenLogin(id, clientOf(await headers()).address)
}

/** True when this browser has the cookie of a login, open or not. */
export const hasLoginCookie = async () => Boolean((await cookies()).get(loginCookie(await isSecure()))?.value)

/** The open login that a decoded cookie names, for NextAuth's own addresses. */
export async function loginOf(token: object): Promise<OpenLogin | undefined> {
  const id = loginIdOf(token)
  return id === undefined ? undefined : readOpenLogin(id, clientOf(await headers()).address)
}

/** Signs a person in on this browser. */
export async function openLogin(person: Person, method: SignInMethod): Promise<void> {
  await writeLogin(await beginLogin(person, method))
}

/** Opens a login of this browser, ends the one that it had, and returns the content of the new cookie. */
export async function beginLogin(person: Person, method: SignInMethod): Promise<LoginToken> {
  await endLogins()
  const origin = await loginOrigin(await rememberDevice())
  return { login: await startLogin(person, { method, origin }, contextOf(await headers())) }
}

/** Keeps a person signed in on this browser when all their logins were just ended, for example by a new password. */
export async function renewLogin(person: Person): Promise<void> {
  await writeLogin({ login: await replaceLogin(person, await loginOrigin(await rememberDevice())) })
}

/** Signs out on this browser: ends the login and clears its cookie. */
export async function closeLogin(): Promise<void> {
  await endLogins()
  const jar = await cookies()
  for (const secure of await schemes()) jar.set(loginCookie(secure), '', { ...options(secure), maxAge: 0 })
}

/** The address and device from which this request signs in. */
export async function readSignInOrigin(): Promise<SignInOrigin> {
  const device = (await cookies()).get(deviceCookie(await isSecure()))?.value
  return { address: clientOf(await headers()).address, deviceHash: device ? hashToken(device) : null }
}

/** True when the page was requested over https. */
export const isSecure = async () => (await headers()).get('x-forwarded-proto') === 'https'

/** The schemes whose cookies this request carries: over https, browsers also send cookies that were set over plain http. */
const schemes = async () => ((await isSecure()) ? [true, false] : [false])

const loginCookie = (secure: boolean) => `${secure ? '__Secure-' : ''}next-auth.session-token`
const deviceCookie = (secure: boolean) => `${secure ? '__Secure-' : ''}memanto-device`

/** Options of the cookies. They are secure only over https, so that plain http on a local network works. Browsers clear a secure cookie only if the response repeats the option. */
const options = (secure: boolean) => ({ httpOnly: true, sameSite: 'lax', path: '/', secure }) as const

async function writeLogin(token: LoginToken): Promise<void> {
  const secure = await isSecure()
  const value = await encode({ token: { ...token }, secret: loginSecret(), maxAge: LOGIN_SECONDS })
  const jar = await cookies()
  jar.set(loginCookie(secure), value, { ...options(secure), maxAge: LOGIN_SECONDS })
}

async function readLoginId(secure: boolean): Promise<string | undefined> {
  const token = (await cookies()).get(loginCookie(secure))?.value
  const decoded = token && (await decode({ token, secret: loginSecret() }).catch(() => null))
  return decoded ? loginIdOf(decoded) : undefined
}

const loginIdOf = (token: object) => ('login' in token && typeof token.login === 'string' && isUuid(token.login) ? token.login : undefined)

async function endLogins(): Promise<void> {
  for (const secure of await schemes()) {
    const id = await readLoginId(secure)
    const login = id === undefined ? undefined : await readOpenLogin(id, null)
    if (login) await signOut(login.person, { loginId: login.loginId }, contextOf(await headers()))
  }
}

/** Returns the token of the browser's device cookie, and sets one where there is none. It makes the browser a known one at the next sign-in. */
async function rememberDevice(): Promise<string> {
  const secure = await isSecure()
  const jar = await cookies()
  const token = jar.get(deviceCookie(secure))?.value || newOneTimeToken().token
  jar.set(deviceCookie(secure), token, { ...options(secure), maxAge: DEVICE_SECONDS })
  return token
}

async function loginOrigin(device: string): Promise<LoginOrigin> {
  const received = await headers()
  return { address: clientOf(received).address, userAgent: received.get('user-agent'), deviceHash: hashToken(device) }
}
