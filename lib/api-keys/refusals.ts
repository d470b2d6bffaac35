import { fail } from '../errors'

export function keyMissing(): never {
  fail('not_found', 'This API key does not exist, was revoked or has expired.')
}
