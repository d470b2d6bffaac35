import type { FoundPart } from './kinds'
import { matchesOf } from './matches'

/**
 * A URL with a user and a password, up to the first character of its host. secretlint's rules know http, ftp and three databases only, and none of a password
 * with other characters than letters, digits, `-` and `_` in http. What follows the host decides nothing: the URL may stand in a sentence, or have several
 * hosts. Each part ends where the next one begins, so that no text takes long.
 */
const URL_WITH_PASSWORD = /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/?#@"<>`]{0,256}:)([^\s/?#"<>`]{1,256})@[^\s/?#@"<>`]/gi

/** Words that stand for a password in examples, and texts that are no words, such as `****` or `xxxx`. */
const NO_PASSWORD = /^((my|your|the)?[-_]?(password|passwd|pass|pwd|secret|token)|(.)\4*|\W+)$/i

/** What a template stands for, as a whole: `$PASSWORD`, `%PASSWORD%`, `{password}`, `[password]`; or in a longer text: `${PASSWORD}`, `{{password}}`, `$(pass db)`. */
const TEMPLATE = /^(\$\w+|%\w+%|\{[^{}]*\}|\[[^[\]]*\])$|\$\{[^{}]*\}|\{\{[^{}]*\}\}|\$\([^()]*\)/

const SHORTEST = 4

/** Finds the passwords of URLs of any scheme, such as `redis://:password@host`. */
export function findUrlPasswords(text: string): FoundPart[] {
  if (!text.includes('://')) return []
  return matchesOf(text, URL_WITH_PASSWORD).flatMap(({ 1: before = '', 2: password = '', index }) => {
    const start = index + before.length
    return isRealPassword(password) ? [{ kind: 'password_in_url' as const, start, end: start + password.length }] : []
  })
}

/** A password as rules of secretlint find it, which may contain `?` and `#`, up to the last `@` of user and host. */
const PASSWORD_IN_URL = /^([^/]*:\/\/[^:/\s]*:)([^@/\s]+(?:@[^\s/?#"<>`@]*)*)@/

/** Where the password of a URL is; undefined when it has none. */
export function passwordIn(url: string): { start: number; end: number } | undefined {
  const [, before, password] = PASSWORD_IN_URL.exec(url) ?? []
  if (before === undefined || password === undefined) return undefined
  return { start: before.length, end: before.length + password.length }
}

const isRealPassword = (password: string) => password.length >= SHORTEST && !NO_PASSWORD.test(password) && !TEMPLATE.test(password)
