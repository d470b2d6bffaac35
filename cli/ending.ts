/** The process only waits until its output is written. */
let ending = false

/** Returns whether the process only waits until its output is written: a command prints nothing more. */
export const isEnding = () => ending

/**
 * Ends the process when what was written to stdout and stderr has reached its reader, or the reader has gone: a pipe takes 64 kB at once, and `process.exit`
 * drops the rest. Until then the command goes no further.
 */
export function endWhenWritten(exitCode: number): void {
  ending = true
  process.exitCode = exitCode
  const streams = new Set([process.stdout, process.stderr])
  for (const stream of streams)
    stream.write('', () => {
      streams.delete(stream)
      if (streams.size === 0) process.exit(exitCode)
    })
}

/** Returns at once while the command goes on, and never when it is ending: await it before something is sent. */
export function unlessEnding(): Promise<void> | undefined {
  return ending ? new Promise(() => {}) : undefined
}
