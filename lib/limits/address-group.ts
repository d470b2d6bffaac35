import { isIP } from 'node:net'

/** Returns the group of addresses that limits count together: an IPv4 address, or the /64 network of an IPv6 address, which one client usually has. */
export function addressGroup(address: string | null): string {
  if (address === null) return 'unknown address'
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
