import type { Figures } from './measure'
import { alignedTable, formatCount, formatRatio, rounded } from './table'

/** A call at one size of its team. */
export interface MeasuredSize extends Figures {
  name: string
  size: number
}

export interface GrowthRow extends MeasuredSize {
  /** Requests per second, divided by those at the smallest size. */
  vs_smallest: number | null
}

/** Adds to every measurement how it compares with the same call at the smallest size. */
export function compareSizes(measured: MeasuredSize[]): GrowthRow[] {
  return measured.map(({ name, size, rps, p50_ms, p99_ms }) => {
    const ofCall = measured.filter((one) => one.name === name)
    const smallest = ofCall.find((one) => one.size === Math.min(...ofCall.map((other) => other.size)))
    return {
      name,
      size,
      rps: rounded(rps, 1),
      p50_ms: rounded(p50_ms, 3),
      p99_ms: rounded(p99_ms, 3),
      vs_smallest: smallest ? rounded(rps / smallest.rps, 4) : null,
    }
  })
}

const HEAD = ['16 connections', 'size', 'req/s', 'p50 ms', 'p99 ms', '× smallest size']

export const growthTableOf = (rows: GrowthRow[]) =>
  alignedTable([
    HEAD,
    ...rows.map(({ name, size, rps, p50_ms, p99_ms, vs_smallest }) => [
      name,
      formatCount(size),
      formatCount(rps),
      p50_ms.toFixed(2),
      p99_ms.toFixed(2),
      formatRatio(vs_smallest),
    ]),
  ])
