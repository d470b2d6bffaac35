/**
 * How many letters must be inserted, removed, replaced or exchanged with the next one to get from one word to the other, without changing a
 * letter twice (optimal string alignment); `most + 1` if more than `most`.
 */
export function typingErrors(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = nextRow(a, b, i, last, beforeLast)
    if (Math.min(...row) > most) return most + 1
    beforeLast = last
    last = row
  }
  return Math.min(last[b.length] ?? 0, most + 1)
}

/** The errors between the first `i` letters of `a` and each beginning of `b`. */
function nextRow(a: string, b: string, i: number, last: readonly number[], beforeLast: readonly number[]): number[] {
  const row = [i]
  for (let j = 1; j <= b.length; j++) {
    const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
    const errors = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced)
    const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
    row.push(isExchanged ? Math.min(errors, (beforeLast[j - 2] ?? 0) + 1) : errors)
  }
  return row
}
