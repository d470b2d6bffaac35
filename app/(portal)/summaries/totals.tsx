import { MEDIAN_SAMPLE_SIZE, type SummaryTotals } from '@/lib/sessions/summaries'
import { formatDuration } from '@/lib/time'

/** The totals of the sessions in a range, and their medians. */
export function Totals({ totals }: { totals: SummaryTotals }) {
  return (
    <div>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        <Total name="Sessions" total={totals.sessions} />
        <Total name="Median duration" total={totals.median_seconds === null ? '–' : formatDuration(totals.median_seconds)} />
        <Total name="Memories stored" total={totals.stored} median={totals.median_stored} />
        <Total name="Memories retrieved" total={totals.retrieved} median={totals.median_retrieved} />
        <Total name="Recalls made" total={totals.recalls} median={totals.median_recalls} />
      </dl>
      {totals.sessions > MEDIAN_SAMPLE_SIZE && (
        <p className="mt-2 text-xs text-soft">
          Medians and percentiles cover the latest {MEDIAN_SAMPLE_SIZE.toLocaleString('en')} sessions.
        </p>
      )}
    </div>
  )
}

function Total({ name, total, median }: { name: string; total: number | string; median?: number | null }) {
  return (
    <div className="rounded-lg border border-line bg-surface p-3">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="mt-1 text-lg font-semibold">{typeof total === 'number' ? total.toLocaleString('en') : total}</dd>
      {median != null && <dd className="text-xs text-soft">median {median.toLocaleString('en')} per session</dd>}
    </div>
  )
}
