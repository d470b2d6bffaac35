/** The limit of counts that are shown next to filters, so that pages do not become slower as the history grows. */
export const COUNTED_UP_TO = 1000

/** Formats a count: `42`, or `999+` when the limit was reached. */
export function boundedCount(count: number): string {
  return count >= COUNTED_UP_TO ? `${COUNTED_UP_TO - 1}+` : String(count)
}
