import type { FormState } from '@/app/_actions/form-action'
import { policyVersion } from '@/lib/teams/policy-version'

/**
 * The version of the settings that a form sends, so that it is refused if somebody else has changed them since. A form that still shows what was entered
 * before the page was rendered again sends the version for which that was entered: `counted`, or that of the last refused attempt. Otherwise it is the version shown.
 */
export const seenVersion = (settings: object, { errors = [], submitted }: FormState<unknown>, counted?: string): string =>
  (errors.length > 0 ? submitted?.seen : counted) ?? policyVersion(settings)
