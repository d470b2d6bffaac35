import { settings } from '../process'

/** The address of this server as its people reach it: PUBLIC_URL, else the one that this page was asked at. */
export function publicAddress(headers: Headers): string {
  const scheme = headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http'
  return settings().PUBLIC_URL ?? `${scheme}://${headers.get('host') ?? 'localhost:8000'}`
}
