import { AppError } from '../errors'

/** Prints an error: only its message when it is written for people, else also its stack. */
export function printError(error: unknown): void {
  console.error(isWrittenForPeople(error) ? error.message : error)
}

/** Prints an error and ends the process with the exit code that was set, or 1. */
export function printErrorAndExit(error: unknown): never {
  printError(error)
  process.exit(process.exitCode ?? 1)
}

function isWrittenForPeople(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : undefined
  return error instanceof AppError || code?.startsWith('ERR_PARSE_ARGS') || (error.constructor === Error && code === undefined)
}
