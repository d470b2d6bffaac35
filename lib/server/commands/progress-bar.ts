import { Presets, SingleBar } from 'cli-progress'

/** Creates a progress bar on stderr, which shows nothing when stderr is not a terminal. */
export function progressBar(doing: string) {
  const bar = new SingleBar(
    { format: `${doing} [{bar}] {percentage} % · {eta_formatted} left`, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.legacy,
  )
  return {
    start: (total: number) => bar.start(total, 0),
    advance: (by: number) => bar.increment(by),
    stop: () => bar.stop(),
  }
}
