import { fail } from '../errors'

/** Refuses a key that is not one of the team's usable keys. @throws not_found */
export function keyNotFound(): never {
  fail('not_found', 'This API key does not exist, was revoked or has expired.')
}
