import type { FindingKind, FoundPart } from './kinds'
import { matchesOf } from './matches'

/**
 * Keys of providers that secretlint's preset does not know in its last version for Node 20. The forms are those that the providers document. Remove
 * Stripe, and use version 13 of the preset, when Node 20 is no longer supported.
 */
const FORMS: [FindingKind, RegExp][] = [
  ['stripe_api_key', /(?<![\p{L}\p{N}_])[rs]k_(?:live|test)_[A-Za-z0-9]{24,99}(?![A-Za-z0-9])/gu],
  ['google_api_key', /(?<![\w-])AIza[\w-]{35}(?![\w-])/g],
]

/** Finds keys of providers that secretlint's preset does not know yet. */
export const findMissingProviders = (text: string): FoundPart[] =>
  FORMS.flatMap(([kind, form]) => matchesOf(text, form).map(({ 0: key, index }) => ({ kind, start: index, end: index + key.length })))
