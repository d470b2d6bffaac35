import { END_REASONS } from '../../db/constants'
import { PERCENTILES } from '../../db/summaries'
import type { ComparedSide } from './compare-summaries'
import { differencePercent } from './difference'

/** A number of two sides of a comparison. */
export interface Measure {
  /** Its name in files. */
  id: string
  unit: 'number' | 'seconds'
  first: number | null
  second: number | null
  /** How far the first is above or below the second. */
  percent: number | null
}

const AT_95 = PERCENTILES.indexOf(95)

const TOTALS = {
  sessions: ({ totals }) => totals.sessions,
  memories_stored: ({ totals }) => totals.stored,
  memories_retrieved: ({ totals }) => totals.retrieved,
  recalls: ({ totals }) => totals.recalls,
  median_seconds: ({ totals }) => totals.median_seconds,
  p95_seconds: ({ totals }) => totals.seconds_at?.[AT_95] ?? null,
  median_stored: ({ totals }) => totals.median_stored,
  p95_stored: ({ totals }) => totals.stored_at?.[AT_95] ?? null,
  median_retrieved: ({ totals }) => totals.median_retrieved,
  p95_retrieved: ({ totals }) => totals.retrieved_at?.[AT_95] ?? null,
  median_recalls: ({ totals }) => totals.median_recalls,
  p95_recalls: ({ totals }) => totals.recalls_at?.[AT_95] ?? null,
} as const satisfies Record<string, (side: ComparedSide) => number | null>

/** Every number of a comparison: totals, medians and 95th percentiles, then how many sessions ended for each reason. */
export function measuresOf([first, second]: readonly [ComparedSide, ComparedSide]): Measure[] {
  const measure = (id: string, read: (side: ComparedSide) => number | null): Measure => {
    const values = { first: read(first), second: read(second) }
    return { id, unit: id.endsWith('_seconds') ? 'seconds' : 'number', ...values, percent: differencePercent(values.first, values.second) }
  }
  return [
    ...Object.entries(TOTALS).map(([id, read]) => measure(id, read)),
    ...END_REASONS.map((reason) => measure(`ended_${reason}`, ({ outcomes }) => outcomes[reason])),
  ]
}
