/** Prints to standard error what the bench does now, and since when it runs. */
export function logProgress(what: string): void {
  console.error(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${what}`)
}
