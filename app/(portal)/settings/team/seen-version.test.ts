import { expect, test } from 'vitest'
import type { FormState } from '@/app/_actions/form-action'
import type { AppError } from '@/lib/errors'
import { policyVersion } from '@/lib/teams/policy-version'
import { requireSeen } from '@/lib/teams/require-seen'
import { seenVersion } from './seen-version'

const [OLD, NEW] = [{ name: 'Old' }, { name: 'New' }]
const submitted = { seen: policyVersion(OLD), name: 'Entered' }
const refused = (state: FormState): FormState => ({ problem: 'Refused.', errors: [], submitted, ...state })

/** How the form is refused that showed older settings. */
function refusalOfOldVersion(): FormState {
  try {
    requireSeen(submitted.seen, NEW)
  } catch (thrown) {
    return refused({ errors: (thrown as AppError).details.errors ?? [] })
  }
  throw new Error('The form was not refused.')
}

test('a form sends the version of the settings that it shows', () => {
  for (const state of [{}, { done: 'Settings saved.' }, { problem: 'No connection. Nothing was changed.' }])
    expect(seenVersion(NEW, state), JSON.stringify(state)).toBe(policyVersion(NEW))
})

test('a form that was refused or failed keeps the version for which it was filled in, unless it was refused because that is too old', () => {
  const kept = {
    'a field': { errors: [{ field: 'name', message: 'is missing' }] },
    'the server failed': { hasFailed: true },
    'the role': {},
  }
  for (const [why, state] of Object.entries(kept)) expect(seenVersion(NEW, refused(state)), why).toBe(submitted.seen)
  expect(seenVersion(NEW, refusalOfOldVersion())).toBe(policyVersion(NEW))
})

test('rules for which something was counted keep the version for which it was counted', () => {
  expect(seenVersion(NEW, { done: {} }, submitted.seen)).toBe(submitted.seen)
})
