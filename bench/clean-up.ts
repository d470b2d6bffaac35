/** Hands over how to undo what was just done. */
export type OnCleanUp = (undo: () => Promise<void>) => void

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Does the work, and undoes what it asked for, last first: at its end, when it fails, or when a signal cuts it short. */
export async function withCleanUp(work: (onCleanUp: OnCleanUp) => Promise<void>): Promise<void> {
  const undos: (() => Promise<void>)[] = []
  let cleaning: Promise<void> | undefined
  const cleanUp = async () => {
    for (let undo = undos.pop(); undo; undo = undos.pop()) await undo().catch(printError)
  }
  const onCleanUp: OnCleanUp = (undo) => {
    undos.push(undo)
    if (cleaning) throw new Error('Interrupted.')
  }
  for (const signal of SIGNALS) process.on(signal, () => (cleaning ??= cleanUp()))
  try {
    await work(onCleanUp)
  } catch (error) {
    if (!cleaning) printError(error)
    process.exitCode = cleaning ? 130 : 1
  }
  await cleaning
  await cleanUp()
}

const printError = (error: unknown) => console.error(error instanceof Error ? error.message : error)
