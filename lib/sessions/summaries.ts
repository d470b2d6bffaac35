import { z } from 'zod'
import { listEnded, listEndedPerDay, MEDIANS_OF, type SummaryFilters, type SummaryTotals, sumUpEnded } from '../../db/summaries'
import type { Principal } from '../auth/principal'
import { page, readCursor, writeCursor } from '../input/cursor'
import { time } from '../input/fields'
import { parameters } from '../input/parameters'
import { db } from '../process'
import { SESSION_LIST } from './input'

/** Hours that a range goes back; a custom one without a start goes back as far as the longest. */
const RANGES = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24, custom: 30 * 24 } as const

const { agent_id, end_reason, from, cursor } = SESSION_LIST.schema.shape

/** What the address of the summaries may ask for. */
export const SUMMARY_SEARCH = parameters({
  agent_id,
  end_reason,
  range: z.enum(['1h', '24h', '7d', '30d', 'custom']).optional(),
  from,
  to: time('end').optional(),
  cursor,
})

export { MEDIANS_OF, type SummaryTotals }

export type SummarySearch = z.output<typeof SUMMARY_SEARCH.schema>

/** The range that is shown; times alone in an address are a custom one. */
export const rangeOf = ({ range, from, to }: SummarySearch) => range ?? (from || to ? 'custom' : '30d')

function filtersOf(asked: SummarySearch): SummaryFilters {
  const range = rangeOf(asked)
  const times = range === 'custom' ? { from: asked.from, to: asked.to } : {}
  return { agentName: asked.agent_id, endReason: asked.end_reason, withinHours: RANGES[range], ...times }
}

/** A page of the sessions that ended in a range, latest end first. */
export async function listSummaries(principal: Principal<'sessions:read'>, asked: SummarySearch, limit: number) {
  const { teamId } = principal
  const rows = await listEnded(db(), teamId, filtersOf(asked), readCursor(teamId, 'summaries', asked.cursor), limit + 1)
  return page(rows, limit, (last) => writeCursor(teamId, 'summaries', { time: last.ended_at ?? last.expires_at, id: last.id }))
}

/** Totals and medians of a range, and its days (UTC). */
export async function sumUpSummaries(principal: Principal<'sessions:read'>, asked: SummarySearch) {
  const filters = filtersOf(asked)
  const [totals, days] = await Promise.all([sumUpEnded(db(), principal.teamId, filters), listEndedPerDay(db(), principal.teamId, filters)])
  return { totals, days }
}
