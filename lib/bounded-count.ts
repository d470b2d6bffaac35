/** Counts shown next to filters go no further: a page must not become slower with the history. */
export const COUNTED_UP_TO = 1000

/** `42`, or `999+` where the counting stopped. */
export function boundedCount(count: number): string {
  return count >= COUNTED_UP_TO ? `${COUNTED_UP_TO - 1}+` : String(count)
}
