import type { Figures } from './measure'

export interface Measured extends Figures {
  name: string
  connections: number
  /** Figures of the bare server that runs the same statement, measured in the same breath. */
  bareSql?: Figures | undefined
}

export interface Row {
  name: string
  connections: number
  rps: number
  p50_ms: number
  p99_ms: number
  vs_bare_sql: number | null
  vs_next_noop: number | null
  vs_bare_http: number | null
}

export const NEXT_NOOP = 'Next route handler that does nothing'
export const BARE_HTTP = 'bare http server that does nothing'

/** Adds to every measurement how it compares with the others at the same number of connections. */
export function compareAll(measured: Measured[]): Row[] {
  return measured.map(({ name, connections, rps, p50_ms, p99_ms, bareSql }) => {
    const measuredAs = (other: string) => measured.find((one) => one.name === other && one.connections === connections)
    return {
      name,
      connections,
      rps: rounded(rps, 1),
      p50_ms: rounded(p50_ms, 3),
      p99_ms: rounded(p99_ms, 3),
      vs_bare_sql: ratio(rps, bareSql),
      vs_next_noop: ratio(rps, measuredAs(NEXT_NOOP)),
      vs_bare_http: ratio(rps, measuredAs(BARE_HTTP)),
    }
  })
}

const ratio = (rps: number, other: Figures | undefined) => (other ? rounded(rps / other.rps, 4) : null)
/** A number with at most so many decimals. */
export const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

const HEAD = ['', 'conns', 'req/s', 'p50 ms', 'p99 ms', '× bare http + same SQL', '× Next no-op', '× bare http']

export const tableOf = (rows: Row[]) => alignedTable([HEAD, ...rows.map(cells)])

/** Columns of one width each, names to the left and figures to the right. */
export function alignedTable(lines: string[][]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const padded = (cell: string, column: number) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))
  return lines.map((line) => line.map(padded).join('  ').trimEnd()).join('\n')
}

function cells({ name, connections, rps, p50_ms, p99_ms, vs_bare_sql, vs_next_noop, vs_bare_http }: Row): string[] {
  const ratios = [vs_bare_sql, vs_next_noop, vs_bare_http].map(formatRatio)
  return [name, String(connections), formatCount(rps), p50_ms.toFixed(2), p99_ms.toFixed(2), ...ratios]
}

/** 1,235. */
export const formatCount = (value: number) => Math.round(value).toLocaleString('en')

/** 0.62×; far from one, as many digits as say something. */
export function formatRatio(value: number | null): string {
  if (value === null) return ''
  return `${value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : Number(value.toPrecision(2))}×`
}
