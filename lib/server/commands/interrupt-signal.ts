import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a command with a signal that Ctrl-C, a closed terminal or a shutdown of the machine aborts. The command cleans up and throws, and the process ends with
 * the exit code of that signal.
 */
export async function withInterruptSignal(command: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController()
  let received: NodeJS.Signals | undefined
  const abort = (signal: NodeJS.Signals) => {
    received ??= signal
    controller.abort(new Error('Interrupted.'))
  }
  for (const signal of SIGNALS) process.on(signal, abort)
  try {
    await command(controller.signal)
  } catch (error) {
    if (received) process.exitCode = 128 + constants.signals[received]
    throw error
  } finally {
    for (const signal of SIGNALS) process.off(signal, abort)
  }
}

/** Waits for work that takes no signal. @throws the reason of the signal as soon as it is aborted */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
  })
  return Promise.race([work, aborted])
}
