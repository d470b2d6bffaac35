import type { FoundPart } from './kinds'
import { matchesOf } from './matches'

/** A URL with a user and a password, up to the end of its host. Each part ends where the next one begins, so that no text takes long. */
const URL_WITH_PASSWORD = /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/?#@"<>`]{0,256}:[^\s/?#"<>`]{1,256}@[^\s/?#@"<>`]+/gi

/** What stands for a password in examples and templates, such as `password`, `${PASSWORD}`, `<password>`, `%PASSWORD%` or `****`. */
const PLACEHOLDER = /^((my|your|the)?[-_]?(password|passwd|pass|pwd|secret|token)|\$\w+|.*[{}[\]].*|%\w+%|(.)\4*|\W+)$/i

const SHORTEST = 4

/** Finds the passwords of URLs of any scheme, such as `redis://:password@host`. */
export function findUrlPasswords(text: string): FoundPart[] {
  if (!text.includes('://')) return []
  return matchesOf(text, URL_WITH_PASSWORD).flatMap(({ 0: url, index }) => {
    const place = passwordIn(url)
    if (place === undefined || !isRealPassword(url.slice(place.start, place.end))) return []
    return [{ kind: 'password_in_url' as const, start: index + place.start, end: index + place.end }]
  })
}

/** Where the password of a URL is; undefined when it has none or is no URL. */
export function passwordIn(url: string): { start: number; end: number } | undefined {
  const authority = /^(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)
  const [head = '', userAndHost = ''] = authority ?? []
  const from = head.length - userAndHost.length
  const colon = userAndHost.indexOf(':')
  const at = userAndHost.lastIndexOf('@')
  if (colon === -1 || at <= colon + 1 || !URL.canParse(url)) return undefined
  return { start: from + colon + 1, end: from + at }
}

const isRealPassword = (password: string) => password.length >= SHORTEST && !PLACEHOLDER.test(password)
