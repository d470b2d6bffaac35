interface Point {
  x: number
  y: number
}

/** The points of a line over values at equal distances, from 0 to 100 in both directions; y grows downwards, and 0 is at the bottom. */
export function sparklinePoints(values: readonly number[]): Point[] {
  const highest = Math.max(1, ...values)
  const last = Math.max(1, values.length - 1)
  return values.map((value, index) => ({ x: (index / last) * 100, y: 100 - (Math.max(0, value) / highest) * 100 }))
}

/** The points as SVG takes them: `0,100 50,25 100,0`. */
export const asPolyline = (points: readonly Point[]) => points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ')

const round = (value: number) => Math.round(value * 100) / 100
