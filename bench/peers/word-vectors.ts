import { createHash } from 'node:crypto'

export const DIMENSIONS = 384

/**
 * A vector of length one that says which words a text contains, the same at every call: it stands for the model that turns texts into vectors, and
 * costs next to nothing.
 */
export function embed(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const place = createHash('sha256').update(word).digest().readUInt32LE() % DIMENSIONS
    vector[place] = (vector[place] ?? 0) + 1
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
