import { formatDuration } from '../../lib/time'
import { sanitizeLine } from './sanitize'
import type { Paint } from './terminal'

/** How output is formatted. */
export interface Format {
  paint: Paint
  /** Times in the reader's time zone instead of UTC. */
  isLocal: boolean
  /** Columns of the terminal; undefined if the output is not a terminal. */
  width: number | undefined
}

/** Returns a time as `2025-03-30 16:30:00 UTC`, or in the reader's time zone as `2025-03-30 18:30:00 GMT+2`. */
export function formatTime(time: string | Date, { isLocal }: Pick<Format, 'isLocal'>): string {
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) return sanitizeLine(String(time))
  return isLocal ? localTime(at) : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

const LOCAL_FORMAT = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const

function localTime(at: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', { ...LOCAL_FORMAT, hourCycle: 'h23', timeZoneName: 'short' })
  const { year, month, day, hour, minute, second, timeZoneName } = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  )
  return `${year}-${month}-${day} ${hour}:${minute}:${second} ${timeZoneName}`
}

/** Returns remaining seconds as `5h 45m`, or `none`. */
export const formatRemaining = (seconds: number) => (seconds > 0 ? formatDuration(seconds) : 'none')

/** Returns lines such as `Agent:     customer-support`, with the values in one column. Pairs without a value are left out. */
export function labelled(pairs: [label: string, value: string | number | undefined][]): string[] {
  const shown = pairs.filter(([, value]) => value !== undefined)
  const width = Math.max(0, ...shown.map(([label]) => label.length + 2))
  return shown.map(([label, value]) => `${`${label}:`.padEnd(width)}${sanitizeLine(String(value))}`.trimEnd())
}

/** Returns a number with its noun: `1 memory`, `2 memories`. */
export const countOf = (count: number, singular: string, plural = `${singular}s`) => `${count} ${count === 1 ? singular : plural}`
/** Returns a number of memories: `1 memory`, `2 memories`. */
export const memoriesOf = (count: number) => countOf(count, 'memory', 'memories')

/** Returns a line with a green check mark. */
export const success = (sentence: string, { paint }: Format) => `${paint.green('✓')} ${sanitizeLine(sentence)}`
