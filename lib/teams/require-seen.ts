import { fail } from '../errors'
import { policyVersion } from './policy-version'

/** @throws invalid_request when the settings differ from those that the form of the caller showed */
export function requireSeen(seen: string, settings: object): void {
  if (seen !== policyVersion(settings))
    fail(
      'invalid_request',
      'Somebody else changed these settings meanwhile. Nothing was saved. What you entered is still in the form: save again to replace their settings.',
    )
}
