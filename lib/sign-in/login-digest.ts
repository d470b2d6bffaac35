import { hash } from 'node:crypto'

const LOGIN_COOKIE = /(?:^|;\s*)[\w-]*next-auth\.session-token=([^;\s]+)/

/** Digest of the login that a browser sends; undefined when it sends none. It proves nothing: whether the login is valid is asked by every page. */
export function loginDigest(cookies: string | null | undefined): string | undefined {
  const login = LOGIN_COOKIE.exec(cookies ?? '')?.[1]
  return login === undefined ? undefined : `login ${hash('sha256', login, 'base64url')}`
}
