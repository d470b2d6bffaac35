import { findNationalIds } from './find-national-ids'
import { findCardNumbers, findIbans } from './find-numbers'
import { findOwnSecrets } from './find-own-secrets'
import { findPrivateKeys } from './find-private-keys'
import { type FoundPart, isOwnSecret } from './kinds'
import { findMissingProviders } from './missing-providers'
import { findProviderSecrets } from './provider-secrets'
import { findUrlPasswords } from './url-passwords'

const FINDERS = [findOwnSecrets, findProviderSecrets, findMissingProviders, findPrivateKeys, findUrlPasswords]
const NUMBER_FINDERS = [findCardNumbers, findIbans, findNationalIds]

/** No number of a card, an account or a person is without two digits in a row. */
const MAY_HAVE_NUMBERS = /\d\d/

/** Blanks and hyphens at which no line is broken, as pages and PDFs print numbers. */
const NO_BREAK: [RegExp, string][] = [
  [/[\u00a0\u2007\u202f]/g, ' '],
  [/[\u2010\u2011]/g, '-'],
]

/** Finds what does not belong into a text, in the order of the text. Of what overlaps, secrets of Memanto are returned, else the longest. */
export function scanText(text: string): FoundPart[] {
  const secrets = FINDERS.flatMap((find) => find(text))
  return withoutOverlaps(MAY_HAVE_NUMBERS.test(text) ? [...secrets, ...findNumbers(text)] : secrets)
}

function findNumbers(text: string): FoundPart[] {
  const plain = NO_BREAK.reduce((replaced, [special, character]) => replaced.replace(special, character), text)
  return NUMBER_FINDERS.flatMap((find) => find(plain))
}

function withoutOverlaps(parts: FoundPart[]): FoundPart[] {
  const kept: FoundPart[] = []
  for (const part of parts.sort(byImportance)) if (kept.every(({ start, end }) => part.end <= start || end <= part.start)) kept.push(part)
  return kept.sort((a, b) => a.start - b.start)
}

const byImportance = (a: FoundPart, b: FoundPart) =>
  Number(isOwnSecret(b.kind)) - Number(isOwnSecret(a.kind)) || lengthOf(b) - lengthOf(a) || a.start - b.start

const lengthOf = ({ start, end }: FoundPart) => end - start
