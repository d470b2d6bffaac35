import { hostname, networkInterfaces } from 'node:os'
import { isLoopback } from '../env'
import { settings } from '../process'
import { clientOf } from './client'

/** The address to which a page's request was sent, for links, redirects and cookies of the page. */
export interface PageAddress {
  /** Host name and port, as in a Host header. */
  host: string
  scheme: 'http' | 'https'
}

/** Parses a Host header; undefined when it is not valid. A path, a user or blanks in it would end up in links. */
export function parseHost(host: string): URL | undefined {
  return /^[^\s/\\?#@,]+$/.test(host) && URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined
}

/** True for the names and addresses of this machine: loopback, its network interfaces and its host name, at any port. */
export function isHostOfThisMachine(host: string): boolean {
  const name = parseHost(host)?.hostname
  if (name === undefined) return false
  if (isLoopback(name) || name.endsWith('.localhost')) return true
  const own = hostname().toLowerCase()
  if (name === own || name === `${own}.local`) return true
  const address = name.replace(/^\[|\]$/g, '')
  return Object.values(networkInterfaces()).some((those = []) => those.some((one) => one.address === address))
}

/** The address at which people reach this server: PUBLIC_URL, or else the one to which this request was sent, if it is known. */
export function publicAddress(headers: Headers): string {
  const { PUBLIC_URL, PORT } = settings()
  if (PUBLIC_URL) return PUBLIC_URL
  const host = headers.get('host') ?? ''
  // Our own server only passes on known hosts. When Next runs without it, the host has not been checked yet.
  const isKnown = host !== '' && (clientOf(headers).peer !== null || isHostOfThisMachine(host))
  if (!isKnown) return `http://localhost:${PORT}`
  return `${headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http'}://${host}`
}
