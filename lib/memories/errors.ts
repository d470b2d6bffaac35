import { fail } from '../errors'

export function memoryNotFound(): never {
  fail('memory_not_found', 'This agent has no such memory. It may have been deleted.')
}
