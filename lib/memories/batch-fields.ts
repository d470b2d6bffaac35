import type { z } from 'zod'
import { failField } from '../errors'
import { type GivenValue, type Parameters, rejectMisspelledNames } from '../input/parameters'

/** Parameters of `remember` that several memories cannot have: each would need a statement of its own. */
const FOR_ONE_MEMORY = ['supersedes', 'check_similar']

/** Values by which nothing is asked for. Other products write flags as texts or numbers. */
const ABSENT: readonly unknown[] = [null, '', false, 0, 'false', 'False', '0']

const isAbsent = (value: unknown) => ABSENT.includes(value) || (Array.isArray(value) && value.length === 0)

/**
 * Refuses misspelled names, also of what cannot be done with a memory of several, and that itself: if it were ignored, the memory would not take the place of
 * another one. @throws invalid_request
 */
export function rejectUnfitNames({ fields, names }: Pick<Parameters<z.ZodRawShape>, 'fields' | 'names'>, given: GivenValue[]): void {
  rejectMisspelledNames({ fields, names: new Set([...names, ...FOR_ONE_MEMORY]) }, given)
  for (const [name, value] of given)
    if (FOR_ONE_MEMORY.includes(name) && !isAbsent(value)) failField(name, 'is for one memory: use remember')
}
