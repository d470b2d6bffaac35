import { fail } from '../errors'

export function keyMissing(): never {
  fail('not_found', 'There is no such API key, or it was revoked or has expired.')
}
