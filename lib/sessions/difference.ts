/** How far a number is above or below another, in percent of the other; null where that cannot be said. */
export function differencePercent(value: number | null, other: number | null): number | null {
  if (value === null || other === null) return null
  if (value === other) return 0
  return other === 0 ? null : ((value - other) / other) * 100
}

/** A difference in percent: `+25 %`, `−8 %`, `same`, `less than 0.1 %` where it would be rounded to nothing, or `–` where there is none. */
export function differenceInWords(percent: number | null): string {
  if (percent === null) return '–'
  if (percent === 0) return 'same'
  const size = Math.abs(percent)
  if (size < 0.05) return 'less than 0.1 %'
  const rounded = size < 0.95 ? size.toFixed(1) : Math.round(size).toLocaleString('en')
  return `${percent > 0 ? '+' : '−'}${rounded} %`
}
