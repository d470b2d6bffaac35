import { hash } from 'node:crypto'

const LOGIN_COOKIE = /(?:^|;\s*)[\w-]*next-auth\.session-token=([^;\s]+)/

/** The digest of the login cookie that a browser sent; undefined without one. It proves nothing: every page checks whether the login is open. */
export function loginDigest(cookies: string | null | undefined): string | undefined {
  const login = LOGIN_COOKIE.exec(cookies ?? '')?.[1]
  return login === undefined ? undefined : `login ${hash('sha256', login, 'base64url')}`
}
