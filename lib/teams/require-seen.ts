import { fail } from '../errors'
import { policyVersion, SEEN } from './policy-version'

/** @throws invalid_request, with an error of the field `SEEN`, when the settings differ from those that the form of the caller showed */
export function requireSeen(seen: string, settings: object): void {
  if (seen === policyVersion(settings)) return
  const message =
    'Somebody else changed these settings meanwhile. Nothing was saved. What you entered is still in the form: save again to replace their settings.'
  fail('invalid_request', message, { errors: [{ field: SEEN, message }] })
}
