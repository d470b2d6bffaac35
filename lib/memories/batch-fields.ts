import { failField } from '../errors'
import type { GivenValue } from '../input/parameters'

/** Parameters of `remember` that several memories cannot have: each would need a statement of its own. */
const FOR_ONE_MEMORY = ['supersedes', 'check_similar']

const isAbsent = (value: unknown) => value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0)

/** Refuses what cannot be done with a memory of several: if it were ignored, the memory would not take the place of another one. @throws invalid_request */
export function rejectFieldsForOneMemory(given: readonly GivenValue[]): void {
  for (const [name, value] of given)
    if (FOR_ONE_MEMORY.includes(name) && !isAbsent(value)) failField(name, 'is for one memory: use remember')
}
