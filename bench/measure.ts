import { load, type Pace, type Requests, type Sample } from './load'

/** A server and what it is asked. */
export interface Target {
  origin: string
  requests: Requests
}

export interface Effort extends Omit<Pace, 'connections'> {
  /** How often all targets get their turn, so that a slow moment of the machine hits each of them. */
  rounds: number
}

export interface Figures {
  rps: number
  p50_ms: number
  p99_ms: number
}

/** The figures of each target, from turns that follow each other closely. */
export async function measure(targets: Target[], connections: number, { rounds, ...pace }: Effort): Promise<Figures[]> {
  const samples: Sample[][] = targets.map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [at, { origin, requests }] of targets.entries()) samples[at]?.push(await load(origin, requests, { ...pace, connections }))
  return samples.map(figuresOf)
}

export function figuresOf(samples: Sample[]): Figures {
  const seconds = samples.reduce((sum, sample) => sum + sample.seconds, 0)
  const sorted = samples.flatMap((sample) => sample.milliseconds).sort((a, b) => a - b)
  return { rps: sorted.length / seconds, p50_ms: percentile(sorted, 50), p99_ms: percentile(sorted, 99) }
}

/** The smallest value that at least `percent` of all do not exceed. */
function percentile(sorted: number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}
