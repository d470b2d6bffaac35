import { Card, Table } from '@/app/_ui/page-parts'
import { PERCENTILES, type SummaryTotals } from '@/lib/sessions/summaries'
import { formatDuration } from '@/lib/time'

const ROWS = {
  Duration: 'seconds_at',
  'Memories stored': 'stored_at',
  'Memories retrieved': 'retrieved_at',
  'Recalls made': 'recalls_at',
} as const

/** Percentiles of single sessions: what half, three quarters and so on of them did at most. */
export function PercentileTable({ totals }: { totals: SummaryTotals }) {
  return (
    <Card title="Percentiles of single sessions">
      <Table label="Percentiles" head={<Head />}>
        {Object.entries(ROWS).map(([name, values]) => (
          <tr key={name}>
            <th scope="row" className="title">
              {name}
            </th>
            {PERCENTILES.map((percentile, index) => (
              <td key={percentile} data-label={`${percentile} %`} className="whitespace-nowrap md:text-right">
                {inWords(totals[values]?.[index], values)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </Card>
  )
}

function inWords(value: number | undefined, values: (typeof ROWS)[keyof typeof ROWS]): string {
  if (value === undefined) return '–'
  return values === 'seconds_at' ? formatDuration(value) : value.toLocaleString('en', { maximumFractionDigits: 1 })
}

function Head() {
  return (
    <tr className="md:[&_th+th]:text-right">
      <th scope="col">At most</th>
      {PERCENTILES.map((percentile) => (
        <th key={percentile} scope="col">
          {percentile}&nbsp;%
        </th>
      ))}
    </tr>
  )
}
