import { hostname, networkInterfaces } from 'node:os'
import { isLoopback } from '../env'
import { settings } from '../process'
import { clientOf } from './client'

/** The address at which a page was requested, for its links, redirects and cookies. */
export interface PageAddress {
  /** Host name and port, as in a Host header. */
  host: string
  scheme: 'http' | 'https'
}

/** Parses a Host header; undefined when it is not valid, for example with a path, a user or blanks, which would get into links. */
export function parseHost(host: string): URL | undefined {
  return /^[^\s/\\?#@,]+$/.test(host) && URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined
}

/** Returns whether a host, at any port, is this machine: loopback, an address of its network interfaces, or its host name. */
export function isHostOfThisMachine(host: string): boolean {
  const name = parseHost(host)?.hostname
  if (name === undefined) return false
  if (isLoopback(name) || name.endsWith('.localhost')) return true
  const own = hostname().toLowerCase()
  if (name === own || name === `${own}.local`) return true
  const address = name.replace(/^\[|\]$/g, '')
  return Object.values(networkInterfaces()).some((those = []) => those.some((one) => one.address === address))
}

/** Returns the URL at which people reach this server: PUBLIC_URL, or else the host of the request if the server knows it, or else localhost. */
export function publicAddress(headers: Headers): string {
  const { PUBLIC_URL, PORT } = settings()
  if (PUBLIC_URL) return PUBLIC_URL
  const host = headers.get('host') ?? ''
  // Our own server passes on only known hosts. When Next runs without it, the host has not been checked yet.
  const isKnown = host !== '' && (clientOf(headers).peer !== null || isHostOfThisMachine(host))
  if (!isKnown) return `http://localhost:${PORT}`
  return `${headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http'}://${host}`
}
