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

/** Uses a target as fast as it answers, for a moment. */
export type Run = (pace: Pace) => Promise<Sample>

/** Returns how a target is used over http. */
export const overHttp =
  ({ origin, requests }: Target): Run =>
  (pace) =>
    load(origin, requests, pace)

/** The figures of a target and of another one, from turns that follow each other closely. */
export async function measure(target: Target, other: Target | undefined, connections: number, options: MeasureOptions) {
  const runs = (other ? [target, other] : [target]).map(overHttp)
  const [figures, otherFigures] = await measureInTurns(runs, connections, options)
  if (figures === undefined) throw new Error('Nothing was measured.')
  return { figures, otherFigures }
}

/** The figures of several targets, in their order, from turns that follow each other closely. */
export async function measureInTurns(runs: Run[], connections: number, { rounds, ...pace }: MeasureOptions): Promise<Figures[]> {
  const samples = runs.map((): Sample[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [place, run] of runs.entries()) samples[place]?.push(await run({ ...pace, connections }))
  }
  return samples.map(figuresOf)
}

/** @throws when nothing was answered in any of the samples */
export function figuresOf(samples: Sample[]): Figures {
  const seconds = samples.reduce((sum, sample) => sum + sample.seconds, 0)
  const sorted = samples.flatMap((sample) => sample.milliseconds).sort((a, b) => a - b)
  if (sorted.length === 0) throw new Error('Nothing was answered in the time of the measurement.')
  return { rps: sorted.length / seconds, p50_ms: percentile(sorted, 50), p99_ms: percentile(sorted, 99) }
}

/** The smallest value that at least `percent` of all do not exceed. */
export function percentile(sorted: number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}
