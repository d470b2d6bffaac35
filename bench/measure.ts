import { load, type Pace, type Requests, type Sample } from './load'

/** A server and what it is asked. */
export interface Target {
  origin: string
  requests: Requests
}

export interface MeasureOptions extends Omit<Pace, 'connections'> {
  /** How often each target gets its turn, so that a slow moment of the machine hits them all. */
  rounds: number
}

export interface Figures {
  rps: number
  p50_ms: number
  p99_ms: number
}

/** The figures of a target and of another one, from turns that follow each other closely. */
export async function measure(target: Target, other: Target | undefined, connections: number, { rounds, ...pace }: MeasureOptions) {
  const samples: Sample[] = []
  const otherSamples: Sample[] = []
  for (let round = 0; round < rounds; round++) {
    samples.push(await load(target.origin, target.requests, { ...pace, connections }))
    if (other) otherSamples.push(await load(other.origin, other.requests, { ...pace, connections }))
  }
  return { figures: figuresOf(samples), otherFigures: other && figuresOf(otherSamples) }
}

export function figuresOf(samples: Sample[]): Figures {
  const seconds = samples.reduce((sum, sample) => sum + sample.seconds, 0)
  const sorted = samples.flatMap((sample) => sample.milliseconds).sort((a, b) => a - b)
  return { rps: sorted.length / seconds, p50_ms: percentile(sorted, 50), p99_ms: percentile(sorted, 99) }
}

/** The smallest value that at least `percent` of all do not exceed. */
export function percentile(sorted: number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}
