import { hostname, networkInterfaces } from 'node:os'
import { isLoopback } from '../env'
import { settings } from '../process'
import { clientOf } from './client'

/** Where a page's request was sent, as links, redirects and cookies of the page take it. */
export interface PageAddress {
  /** Host name and port, as in a Host header. */
  host: string
  scheme: 'http' | 'https'
}

/** Reads a Host header. Undefined when it is none: a path, a user or blanks in it would end up in links. */
export function parseHost(written: string): URL | undefined {
  return /^[^\s/\\?#@,]+$/.test(written) && URL.canParse(`http://${written}`) ? new URL(`http://${written}`) : undefined
}

/** True for the names and addresses of this machine: loopback, its network interfaces and its host name, at any port. */
export function isOwnHost(written: string): boolean {
  const name = parseHost(written)?.hostname
  if (name === undefined) return false
  if (isLoopback(name) || name.endsWith('.localhost')) return true
  const own = hostname().toLowerCase()
  if (name === own || name === `${own}.local`) return true
  const address = name.replace(/^\[|\]$/g, '')
  return Object.values(networkInterfaces()).some((those = []) => those.some((one) => one.address === address))
}

/** The address of this server as its people reach it: PUBLIC_URL, else the one at which this page was asked for, if it is one of ours. */
export function publicAddress(headers: Headers): string {
  const { PUBLIC_URL, PORT } = settings()
  if (PUBLIC_URL) return PUBLIC_URL
  const host = headers.get('host') ?? ''
  // Our own server lets only known hosts pass. Under another host of Next nobody has looked at it yet.
  const isKnown = host !== '' && (clientOf(headers).peer !== null || isOwnHost(host))
  if (!isKnown) return `http://localhost:${PORT}`
  return `${headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http'}://${host}`
}
