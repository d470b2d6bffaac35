import { widthOf } from './terminal'

const ERASE_LINE = '\r\u001b[K'
const MAX_CELLS = 30

/** A line of a terminal that shows progress. */
export interface ProgressBar {
  /** `fraction` is between 0 and 1; undefined if the total is unknown. */
  show(fraction: number | undefined, label: string): void
  clear(): void
}

/** Returns a bar that redraws one line of a terminal, and writes nothing to other streams. */
export function progressBar(stream: NodeJS.WriteStream): ProgressBar {
  const width = widthOf(stream)
  if (width === undefined) return { show() {}, clear() {} }
  return {
    show: (fraction, label) => stream.write(`${ERASE_LINE}${barLine(fraction, label, width - 1)}`),
    clear: () => stream.write(ERASE_LINE),
  }
}

/** Returns the bar as text of at most `width` columns; only the label if the total is unknown or there is no room for a bar. */
export function barLine(fraction: number | undefined, label: string, width: number): string {
  const cells = Math.min(MAX_CELLS, width - label.length - 8)
  if (fraction === undefined || cells < 5) return label.slice(0, width)
  const done = Math.min(1, fraction)
  const full = Math.round(done * cells)
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${String(Math.floor(done * 100)).padStart(3)}% ${label}`
}
