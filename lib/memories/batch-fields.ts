import type { z } from 'zod'
import { failField } from '../errors'
import { type GivenValue, type Parameters, rejectMisspelledNames } from '../input/parameters'

/** Parameters of `remember` that several memories cannot have: each would need a statement of its own. */
const FOR_ONE_MEMORY = ['supersedes', 'check_similar']

/** Values that ask for nothing. Other products write flags as texts or numbers. */
const ABSENT: readonly unknown[] = [null, '', false, 0, 'false', 'False', '0']

const isAbsent = (value: unknown) => ABSENT.includes(value) || (Array.isArray(value) && value.length === 0)

/**
 * Refuses misspelled names, and `supersedes` and `check_similar`, also misspelled: a memory of a batch or a file cannot have them, and if they were ignored, the
 * memory would be stored without replacing the other one. @throws invalid_request
 */
export function rejectNamesForOneMemory({ fields, names }: Pick<Parameters<z.ZodRawShape>, 'fields' | 'names'>, given: GivenValue[]): void {
  rejectMisspelledNames({ fields, names: new Set([...names, ...FOR_ONE_MEMORY]) }, given)
  for (const [name, value] of given)
    if (FOR_ONE_MEMORY.includes(name) && !isAbsent(value)) failField(name, 'is for one memory: use remember')
}
