/** Tells the sentence of an error that was meant for people; of any other also where it came from. */
export function tell(error: unknown): void {
  const isSentence = error instanceof Error && error.constructor === Error && !('code' in error)
  console.error(isSentence ? error.message : error)
}

export function complain(error: unknown): never {
  tell(error)
  process.exit(1)
}
