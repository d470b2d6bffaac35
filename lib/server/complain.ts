import { AppError } from '../errors'

/** Tells the sentence of an error that was meant for people; of any other also where it came from. */
export function tell(error: unknown): void {
  console.error(isForPeople(error) ? error.message : error)
}

/** Tells an error and ends the process, with the exit code that was set, or 1. */
export function complain(error: unknown): never {
  tell(error)
  process.exit(process.exitCode ?? 1)
}

function isForPeople(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : undefined
  return error instanceof AppError || code?.startsWith('ERR_PARSE_ARGS') || (error.constructor === Error && code === undefined)
}
