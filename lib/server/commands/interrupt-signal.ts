import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs work with a signal that Ctrl-C, a closed terminal or a shutdown of the machine aborts. The work cleans up, and the process ends with the exit code of that signal. */
export async function withInterruptSignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const abort = (signal: NodeJS.Signals) => controller.abort(signal)
  for (const signal of SIGNALS) process.on(signal, abort)
  try {
    return await work(controller.signal)
  } catch (error) {
    if (!controller.signal.aborted) throw error
    process.exitCode = 128 + constants.signals[controller.signal.reason as NodeJS.Signals]
    throw new Error('Interrupted. Nothing was changed.', { cause: error })
  } finally {
    for (const signal of SIGNALS) process.off(signal, abort)
  }
}
