const LOCAL_HOSTS = ['0.0.0.0', '::', '127.0.0.1', '::1']

/** Returns the host name at which a program on this machine reaches a server that listens on an address: `localhost` for loopback and wildcard addresses. */
export const reachableHost = (address: string) => (LOCAL_HOSTS.includes(address) ? 'localhost' : address)

/** Returns the http origin of a host and port, such as `http://[2001:db8::1]:8000`. */
export const httpOrigin = (host: string, port: number) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`

/** Returns the URL at which people reach the server: PUBLIC_URL, or else the URL on this machine. */
export function serverUrl({ PUBLIC_URL, HOST }: { PUBLIC_URL?: string | undefined; HOST: string }, port: number): string {
  return PUBLIC_URL ?? httpOrigin(reachableHost(HOST), port)
}
