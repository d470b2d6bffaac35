import { createHmac } from 'node:crypto'
import { cookies, headers } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import type { LoginOrigin, OpenLogin } from '../../db/logins'
import { notesFrom } from '../http/notes'
import { hashOfToken, newOneTimeToken } from '../one-time'
import type { NamedPerson } from '../people/audit'
import { readOpenLogin, replaceLogin, type SignInMethod, signOut, startLogin } from '../people/logins'
import type { SignInOrigin } from '../people/sign-in'
import { settings } from '../process'

export const LOGIN_SECONDS = 30 * 24 * 3600
/** As long as browsers keep a cookie at most. */
const DEVICE_SECONDS = 400 * 24 * 3600

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What a login's cookie holds, signed and encrypted; the row of this id decides whether it still counts. */
export interface LoginToken {
  login: string
}

/** Our own secret serves tokens; logins get one derived from it, unless NEXTAUTH_SECRET is set. */
export function loginSecret(): string {
  const { NEXTAUTH_SECRET, MEMANTO_SECRET } = settings()
  return NEXTAUTH_SECRET ?? createHmac('sha256', MEMANTO_SECRET).update('memanto portal login').digest('base64')
}

/** The open login of this browser, with its person; undefined when nobody is signed in. */
export async function readLogin(): Promise<OpenLogin | undefined> {
  const id = await loginIdIn(await isSecure())
  return id === undefined ? undefined : readOpenLogin(id, notesFrom(await headers()).address)
}

/** The open login that a token names, for NextAuth's own addresses. */
export async function loginOf(token: object): Promise<OpenLogin | undefined> {
  const id = idIn(token)
  return id === undefined ? undefined : readOpenLogin(id, notesFrom(await headers()).address)
}

/** Signs a person in on this browser. */
export async function openLogin(person: NamedPerson, method: SignInMethod): Promise<void> {
  await writeLogin(await beginLogin(person, method))
}

/** Opens a login of this browser, in the place of the one that it had, and returns what its cookie holds. */
export async function beginLogin(person: NamedPerson, method: SignInMethod): Promise<LoginToken> {
  await endLogins()
  return { login: await startLogin(person, method, await originOf(await rememberDevice()), notesFrom(await headers())) }
}

/** Keeps a person signed in on this browser whose logins were all just ended, as by a new password. */
export async function renewLogin(person: NamedPerson): Promise<void> {
  await writeLogin({ login: await replaceLogin(person, await originOf(await rememberDevice())) })
}

/** Signs out on this browser: ends the login and clears its cookie. */
export async function closeLogin(): Promise<void> {
  await endLogins()
  const jar = await cookies()
  for (const secure of await schemes()) jar.set(loginCookie(secure), '', { ...options(secure), maxAge: 0 })
}

/** Where this request's sign-in comes from. */
export async function signInOrigin(): Promise<SignInOrigin> {
  const device = (await cookies()).get(deviceCookie(await isSecure()))?.value
  return { address: notesFrom(await headers()).address, deviceHash: device ? hashOfToken(device) : null }
}

/** True when the page came by https. */
export const isSecure = async () => (await headers()).get('x-forwarded-proto') === 'https'

/** Over https a browser also sends the cookies that it got over plain http. */
const schemes = async () => ((await isSecure()) ? [true, false] : [false])

const loginCookie = (secure: boolean) => `${secure ? '__Secure-' : ''}next-auth.session-token`
const deviceCookie = (secure: boolean) => `${secure ? '__Secure-' : ''}memanto-device`

/** Secure where the page came by https, so that plain http on a local network works. Browsers only clear such a cookie for an answer that says so again. */
const options = (secure: boolean) => ({ httpOnly: true, sameSite: 'lax', path: '/', secure }) as const

async function writeLogin(token: LoginToken): Promise<void> {
  const secure = await isSecure()
  const value = await encode({ token: { ...token }, secret: loginSecret(), maxAge: LOGIN_SECONDS })
  const jar = await cookies()
  jar.set(loginCookie(secure), value, { ...options(secure), maxAge: LOGIN_SECONDS })
}

async function loginIdIn(secure: boolean): Promise<string | undefined> {
  const token = (await cookies()).get(loginCookie(secure))?.value
  const held = token && (await decode({ token, secret: loginSecret() }).catch(() => null))
  return held ? idIn(held) : undefined
}

const idIn = (token: object) => ('login' in token && typeof token.login === 'string' && UUID.test(token.login) ? token.login : undefined)

async function endLogins(): Promise<void> {
  for (const secure of await schemes()) {
    const id = await loginIdIn(secure)
    const login = id === undefined ? undefined : await readOpenLogin(id, null)
    if (login) await signOut(login.person, login.loginId, notesFrom(await headers()))
  }
}

/** Returns the token of the browser's device cookie, which makes it a known one at the next sign-in. */
async function rememberDevice(): Promise<string> {
  const secure = await isSecure()
  const jar = await cookies()
  const token = jar.get(deviceCookie(secure))?.value || newOneTimeToken().token
  jar.set(deviceCookie(secure), token, { ...options(secure), maxAge: DEVICE_SECONDS })
  return token
}

async function originOf(device: string): Promise<LoginOrigin> {
  const sent = await headers()
  return { address: notesFrom(sent).address, userAgent: sent.get('user-agent'), deviceHash: hashOfToken(device) }
}
