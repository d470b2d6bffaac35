import type { Figures } from '../measure'
import { alignedTable, formatCount, formatRatio, rounded } from '../table'
import type { OperationName } from './peer'

/** One product doing one operation. */
export interface MeasuredProduct extends Figures {
  operation: OperationName
  product: string
  version: string
}

export interface PeerRow extends MeasuredProduct {
  /** Requests per second, divided by those of our product. */
  vs_ours: number | null
}

/** Adds to every measurement how it compares with `ours`, the product of that name, in the same operation. */
export function comparePeers(measured: MeasuredProduct[], ours: string): PeerRow[] {
  return measured.map(({ operation, product, version, rps, p50_ms, p99_ms }) => {
    const own = measured.find((one) => one.operation === operation && one.product === ours)
    return {
      ...{ operation, product, version },
      rps: rounded(rps, 1),
      p50_ms: rounded(p50_ms, 3),
      p99_ms: rounded(p99_ms, 3),
      vs_ours: own ? rounded(rps / own.rps, 4) : null,
    }
  })
}

export function peerTableOf(rows: PeerRow[], connections: number): string {
  const head = [`${connections} connections`, 'product', 'version', 'req/s', 'p50 ms', 'p99 ms', '× ours']
  const cells = rows.map(({ operation, product, version, rps, p50_ms, p99_ms, vs_ours }) => [
    ...[operation, product, version, formatCount(rps)],
    ...[p50_ms.toFixed(2), p99_ms.toFixed(2), formatRatio(vs_ours)],
  ])
  return alignedTable([head, ...cells])
}
