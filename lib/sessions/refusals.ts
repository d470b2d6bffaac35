import { fail } from '../errors'

export function sessionMissing(): never {
  fail('session_not_found', 'There is no such session.')
}
