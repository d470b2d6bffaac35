import { constants } from 'node:os'
import { handleStopSignals } from '../stop-signals'

/**
 * Runs a command with a signal that Ctrl-C, a closed terminal or a shutdown of the machine aborts. The command cleans up and throws, and the process ends with
 * the exit code of that signal. A second signal ends a command that does not end by itself, such as one that waits until Postgres has recovered.
 */
export async function withInterruptSignal(command: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController()
  let received: NodeJS.Signals | undefined
  const abort = (signal: NodeJS.Signals) => {
    received = signal
    controller.abort(new Error('Interrupted.'))
  }
  const stopHandling = handleStopSignals(abort, (signal) => process.exit(exitCodeOf(signal)))
  try {
    await command(controller.signal)
  } catch (error) {
    if (received) process.exitCode = exitCodeOf(received)
    throw error
  } finally {
    stopHandling()
  }
}

const exitCodeOf = (signal: NodeJS.Signals) => 128 + constants.signals[signal]

/** Waits for work that takes no signal. @throws the reason of the signal as soon as it is aborted */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
  })
  return Promise.race([work, aborted])
}
