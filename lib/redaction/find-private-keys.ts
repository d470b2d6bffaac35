import type { FoundPart } from './kinds'
import { matchesOf } from './matches'

/**
 * The first line of a private key: in PEM form (RFC 7468), of PGP (RFC 9580), or of SSH2 (RFC 4716). secretlint's rule finds keys of at least 100 characters
 * that begin with `MI` or as OpenSSH's do, neither encrypted nor with headers, in unquoted lines; its only option, `allows`, finds less. So it misses EC keys
 * in SEC1 form, Ed25519, and PGP.
 */
const BEGIN = /-{4,5} ?BEGIN ((?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?) ?-{4,5}/g
const BEGIN_OF_OTHER = /\0|-{4,5} ?BEGIN /

/** What divides lines: also written as an escape, as in JSON. */
const LINE_BREAK = /\r?\n|\\r|\\n/
/** How a quoted line begins. */
const QUOTE_MARK = /^[\s>|]+/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const LONG_BASE64 = /[A-Za-z0-9+/]{40,}/g

/** What follows the first line where the last one is missing: lines such as `Proc-Type: 4,ENCRYPTED`, long pieces of base64, and short ones that end a line. */
const LINES =
  /(?:(?:[ \t>|\r\n]|\\[rn])*(?:[A-Z][A-Za-z-]{1,30}: [^\r\n\\]{0,200}|[A-Za-z0-9+/]{16,}={0,2}|=?[A-Za-z0-9+/]{1,15}={0,2}(?=[ \t]*(?:$|[\r\n\\"']))))*/y

/** The shortest key (Ed25519) has 64 characters of base64; less is said of an example. */
const SHORTEST = 40
/** A placeholder such as `xxxxxxxx` has few different characters. */
const FEWEST_DIFFERENT = 9

/** Finds private keys: from their first to their last line, or up to the last line of base64 where that is missing. */
export function findPrivateKeys(text: string): FoundPart[] {
  if (!text.includes('PRIVATE KEY')) return []
  return matchesOf(text, BEGIN).flatMap(({ 0: begin, 1: label = '', index }) => {
    const from = index + begin.length
    const end = endOfKey(text, from, label) ?? endOfLines(text, from)
    return hasKey(text.slice(from, end)) ? [{ kind: 'private_key' as const, start: index, end }] : []
  })
}

/** Where the last line of a key ends; undefined where another key or another text (`\0`) begins before, or none is there. */
function endOfKey(text: string, from: number, label: string): number | undefined {
  const end = new RegExp(`-{4,5} ?END ${label} ?-{4,5}`).exec(text.slice(from))
  if (end === null || BEGIN_OF_OTHER.test(text.slice(from, from + end.index))) return undefined
  return from + end.index + end[0].length
}

function endOfLines(text: string, from: number): number {
  LINES.lastIndex = from
  return from + (LINES.exec(text)?.[0].length ?? 0)
}

function hasKey(body: string): boolean {
  const lines = body.split(LINE_BREAK).map((line) => line.replace(QUOTE_MARK, '').trimEnd())
  const base64 = [...lines.filter((line) => BASE64.test(line)), ...(body.match(LONG_BASE64) ?? [])].join('')
  return base64.length >= SHORTEST && new Set(base64).size >= FEWEST_DIFFERENT
}
