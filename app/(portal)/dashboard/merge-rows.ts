interface Row {
  id: string
}

/** A row of a list that may be missing in its latest version. */
export type ShownRow<R extends Row> = R & { isGone: boolean }

/** The rows that are shown, in their places, each as it is in the latest version of the list. Those that it no longer has stay. */
export function mergeRows<R extends Row>(shown: readonly R[], latest: readonly R[]): ShownRow<R>[] {
  const byId = new Map(latest.map((row) => [row.id, row]))
  return shown.map((row) => ({ ...(byId.get(row.id) ?? row), isGone: !byId.has(row.id) }))
}
