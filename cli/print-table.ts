import { type Look, labelled } from './print-lines'
import { oneLine } from './sanitize'

const GAP = 2

/** A table as wide as its cells; on a terminal that is too narrow each row becomes a few labelled lines. */
export function printTable(headings: string[], rows: string[][], { paint, width }: Look): string[] {
  const cells = rows.map((row) => row.map(oneLine))
  const widths = headings.map((heading, column) => Math.max(...[heading, ...cells.map((row) => row[column] ?? '')].map(displayWidth)))
  const total = widths.reduce((sum, each) => sum + each + GAP, -GAP)
  if (width !== undefined && total > width) return folded(headings, cells)
  return [paint.dim(line(headings, widths)), ...cells.map((row) => line(row, widths))]
}

function folded(headings: string[], rows: string[][]): string[] {
  return rows.flatMap((row, index) => [
    ...(index > 0 ? [''] : []),
    ...labelled(headings.map((heading, column) => [sentenceCase(heading), row[column] || undefined])),
  ])
}

const line = (cells: string[], widths: number[]) =>
  cells
    .map((cell, column) => padded(cell, (widths[column] ?? 0) + GAP))
    .join('')
    .trimEnd()

const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - displayWidth(text)))

const sentenceCase = (heading: string) => heading.slice(0, 1) + heading.slice(1).toLowerCase()

const WIDE = /^[\p{Extended_Pictographic}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** Columns that a text takes: two for what East Asia writes and for pictures. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  // Made only where it is needed: making one takes longer than the whole table.
  return [...new Intl.Segmenter().segment(text)].reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0)
}
