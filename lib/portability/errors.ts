import { fail } from '../errors'

/** @throws import_in_progress */
export const importInProgress = (): never =>
  fail('import_in_progress', 'Another import into this agent is running. Try again when it has ended.')

/** @throws idempotency_in_progress */
export const importTakenOver = (): never => fail('idempotency_in_progress', 'Another request goes on with this import, from where it was.')

/** @throws idempotency_key_reused */
export const otherFileOfKey = (): never =>
  fail('idempotency_key_reused', 'This Idempotency-Key was used for another file or with other parameters. Use a new one.')

/** @throws import_not_found */
export const importNotFound = (): never => fail('import_not_found', 'The agent has no import with this id.')
