import { findNationalIds } from './find-national-ids'
import { findCardNumbers, findIbans } from './find-numbers'
import { findOwnSecrets } from './find-own-secrets'
import { type FoundPart, isOwnSecret } from './kinds'
import { findMissingProviders } from './missing-providers'
import { findProviderSecrets } from './provider-secrets'
import { findUrlPasswords } from './url-passwords'

const FINDERS = [findOwnSecrets, findProviderSecrets, findMissingProviders, findUrlPasswords]
const NUMBER_FINDERS = [findCardNumbers, findIbans, findNationalIds]

/** No number of a card, an account or a person is without two digits in a row. */
const MAY_HAVE_NUMBERS = /\d\d/

/** Finds what does not belong into a text, in the order of the text. Of what overlaps, secrets of Memanto are returned, else the longest. */
export function scanText(text: string): FoundPart[] {
  const finders = MAY_HAVE_NUMBERS.test(text) ? [...FINDERS, ...NUMBER_FINDERS] : FINDERS
  return withoutOverlaps(finders.flatMap((find) => find(text)))
}

function withoutOverlaps(parts: FoundPart[]): FoundPart[] {
  const kept: FoundPart[] = []
  for (const part of parts.sort(byImportance)) if (kept.every(({ start, end }) => part.end <= start || end <= part.start)) kept.push(part)
  return kept.sort((a, b) => a.start - b.start)
}

const byImportance = (a: FoundPart, b: FoundPart) =>
  Number(isOwnSecret(b.kind)) - Number(isOwnSecret(a.kind)) || lengthOf(b) - lengthOf(a) || a.start - b.start

const lengthOf = ({ start, end }: FoundPart) => end - start
