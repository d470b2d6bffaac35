const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Signals within this time count as one: npm passes on a Ctrl-C that the process also gets from the terminal. */
const SAME_SIGNAL_MS = 500

/**
 * Calls `onFirst` at the first SIGTERM, Ctrl-C or SIGHUP, and `onSecond` at a second SIGTERM or Ctrl-C, but not at a second SIGHUP: a terminal that closes
 * sends it, and so does its shell. Returns a function that gives the signals their default actions again.
 */
export function handleStopSignals(onFirst: (signal: NodeJS.Signals) => void, onSecond: (signal: NodeJS.Signals) => void): () => void {
  let firstSignalMs: number | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    if (firstSignalMs === undefined) {
      firstSignalMs = performance.now()
      onFirst(signal)
    } else if (signal !== 'SIGHUP' && performance.now() - firstSignalMs > SAME_SIGNAL_MS) onSecond(signal)
  }
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal)
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal)
  }
}
