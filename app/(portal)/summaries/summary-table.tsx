'use client'

import { ColumnTable, type Sorting } from '@/app/_ui/column-table'
import type { SessionRow } from '@/lib/sessions/session-row'
import { SUMMARY_COLUMNS } from './summary-columns'

interface SummaryTableProps {
  sessions: SessionRow[]
  /** The dashboard's list cannot be sorted. */
  sorting?: Sorting
  /** The ids of the columns that are not shown. */
  hidden?: string[]
}

/** Ended sessions, one per line: `2h 15m · 12 stored · 8 retrieved`. A client component, as `SessionTable`. */
export function SummaryTable({ sessions, sorting, hidden }: SummaryTableProps) {
  return (
    <ColumnTable label="Summaries" columns={SUMMARY_COLUMNS} hidden={hidden} rows={sessions} rowKey={({ id }) => id} sorting={sorting} />
  )
}
