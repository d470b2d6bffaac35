import { displayWidth } from './display-width'
import { type Format, labelled } from './lines'
import { sanitizeLine } from './sanitize'

const GAP = '  '

/**
 * Returns a table as lines. On a terminal that is too narrow, each row becomes a block of labelled lines. Why no library:
 * docs/decisions/0021-cli-libraries.md.
 */
export function tableLines(headings: string[], rows: string[][], { paint, width }: Format): string[] {
  const cells = rows.map((row) => row.map(sanitizeLine))
  const widths = headings.map((heading, column) => Math.max(...[heading, ...cells.map((row) => row[column] ?? '')].map(displayWidth)))
  const total = widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length)
  if (width !== undefined && total > width) return blocks(headings, cells)
  return [paint.dim(tableLine(headings, widths)), ...cells.map((row) => tableLine(row, widths))]
}

function blocks(headings: string[], rows: string[][]): string[] {
  return rows.flatMap((row, index) => [
    ...(index > 0 ? [''] : []),
    ...labelled(headings.map((heading, column) => [sentenceCase(heading), row[column] || undefined])),
  ])
}

const tableLine = (cells: string[], widths: number[]) =>
  cells
    .map((cell, column) => padded(cell, widths[column] ?? 0))
    .join(GAP)
    .trimEnd()

const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - displayWidth(text)))

const sentenceCase = (heading: string) => heading.slice(0, 1) + heading.slice(1).toLowerCase()
