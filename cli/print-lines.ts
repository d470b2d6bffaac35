import { formatDuration } from '../lib/time'
import { oneLine } from './sanitize'
import type { Paint } from './terminal'

/** How the reader wants to see things. */
export interface Look {
  paint: Paint
  /** Times in the reader's zone, not in UTC. */
  isLocal: boolean
  /** Columns; undefined where the output is no terminal. */
  width: number | undefined
}

/** `2025-03-30 16:30:00 UTC`; in the reader's zone `2025-03-30 18:30:00 GMT+2`. */
export function printTime(time: string | Date, { isLocal }: Pick<Look, 'isLocal'>): string {
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) return oneLine(String(time))
  return isLocal ? localTime(at) : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

const ZONED = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const

function localTime(at: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', { ...ZONED, hourCycle: 'h23', timeZoneName: 'short' })
  const { year, month, day, hour, minute, second, timeZoneName } = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  )
  return `${year}-${month}-${day} ${hour}:${minute}:${second} ${timeZoneName}`
}

/** `5h 45m`, or that nothing is left. */
export const printLeft = (seconds: number) => (seconds > 0 ? formatDuration(seconds) : 'none')

/** `Agent:     customer-support`, the values in one column; what is undefined is left out. */
export function labelled(pairs: [label: string, value: string | number | undefined][], column = 0): string[] {
  const told = pairs.filter(([, value]) => value !== undefined)
  const width = Math.max(column, ...told.map(([label]) => label.length + 2))
  return told.map(([label, value]) => `${`${label}:`.padEnd(width)}${oneLine(String(value))}`.trimEnd())
}

export const success = (sentence: string, { paint }: Look) => `${paint.green('✓')} ${oneLine(sentence)}`
