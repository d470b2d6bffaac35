/** Returns the `code` of an error: a SQLSTATE, a code of Node such as `ENOENT`, or undefined when it has none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
