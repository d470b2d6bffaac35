import { AppError } from '../errors'

/** Tells the sentence of an error that was meant for people; of any other also where it came from. */
export function printError(error: unknown): void {
  console.error(isForPeople(error) ? error.message : error)
}

/** Tells an error and ends the process, with the exit code that was set, or 1. */
export function printErrorAndExit(error: unknown): never {
  printError(error)
  process.exit(process.exitCode ?? 1)
}

function isForPeople(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : undefined
  return error instanceof AppError || code?.startsWith('ERR_PARSE_ARGS') || (error.constructor === Error && code === undefined)
}
