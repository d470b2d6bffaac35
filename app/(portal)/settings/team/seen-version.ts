import type { FormState } from '@/app/_actions/form-action'
import { policyVersion, SEEN } from '@/lib/teams/policy-version'

/**
 * The version of the settings that a form sends, so that it is refused if somebody else has changed them since. A form that still shows what was entered
 * before the page was rendered again sends the version for which that was entered: `counted`, or that of the last attempt, whether it was refused or failed.
 * Otherwise it is the version shown, also after an attempt that was refused because its version was too old, which the message of the form says.
 */
export function seenVersion(settings: object, { errors = [], submitted }: FormState<unknown>, counted?: string): string {
  const wasTooOld = errors.some(({ field }) => field === SEEN)
  return (wasTooOld ? undefined : (submitted?.[SEEN] ?? counted)) ?? policyVersion(settings)
}
