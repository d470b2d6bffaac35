import { expect, test } from 'vitest'
import { DIMENSIONS, embed } from './word-vectors'

const likeness = (a: string, b: string) => {
  const other = embed(b)
  return embed(a).reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0)
}

test('texts with the same words have the same vector, and texts without common words unlike ones', () => {
  expect(embed('Ada prefers e-mail')).toHaveLength(DIMENSIONS)
  expect(likeness('Ada prefers e-mail', 'e-mail prefers ADA')).toBeCloseTo(1)
  expect(likeness('Ada prefers e-mail', 'Berlin at noon')).toBeLessThan(0.5)
})
