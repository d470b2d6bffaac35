import { fail } from '../errors'

export function memoryMissing(): never {
  fail('memory_not_found', 'This agent has no such memory.')
}
