/** The rows of the table of distances; they are kept, because a search compares many words. Terms are not longer. */
const LONGEST = 128
let beforeLast = new Uint8Array(LONGEST + 3)
let last = new Uint8Array(LONGEST + 3)
let row = new Uint8Array(LONGEST + 3)

/**
 * How many letters must be inserted, removed, replaced or exchanged with the next one to get from one word to the other, without changing a
 * letter twice (optimal string alignment); `most + 1` if more than `most`, or if a word has more than 128 letters.
 */
export function typingErrors(a: string, b: string, most: number): number {
  const tooMany = most + 1
  if (Math.abs(a.length - b.length) > most || a.length > LONGEST || b.length > LONGEST) return tooMany
  for (let j = 0; j <= b.length; j++) last[j] = j
  for (let i = 1; i <= a.length; i++) {
    if (fillRow(a, b, i, most) > most) return tooMany
    const unused = beforeLast
    beforeLast = last
    last = row
    row = unused
  }
  return Math.min(last[b.length] ?? tooMany, tooMany)
}

/**
 * Fills in the errors between the first `i` letters of `a` and each beginning of `b`, and returns the fewest. Beginnings whose lengths differ by
 * more than `most` have more errors than that anyway.
 */
function fillRow(a: string, b: string, i: number, most: number): number {
  const from = Math.max(1, i - most)
  const to = Math.min(b.length, i + most)
  row[from - 1] = from === 1 ? i : most + 1
  row[to + 1] = most + 1
  let fewest = row[from - 1] ?? 0
  for (let j = from; j <= to; j++) {
    const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
    let errors = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1))
    if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
      errors = Math.min(errors, (beforeLast[j - 2] ?? 0) + 1)
    row[j] = errors
    fewest = Math.min(fewest, errors)
  }
  return fewest
}
