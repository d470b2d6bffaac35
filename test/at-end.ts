import { afterAll } from 'vitest'

const undos: (() => unknown)[] = []

/** Calls a function at the end of the test file, the last added first. Vitest does not call an `afterAll` that is added while a hook is running. */
export function atEnd(undo: () => unknown): void {
  undos.push(undo)
}

afterAll(async () => {
  for (let undo = undos.pop(); undo; undo = undos.pop()) await undo()
})
