import { afterAll } from 'vitest'

const undos: (() => unknown)[] = []

/** Undoes something at the end of the test file, the last thing first. Vitest never calls an `afterAll` that is made while a hook waits. */
export function atEnd(undo: () => unknown): void {
  undos.push(undo)
}

afterAll(async () => {
  for (let undo = undos.pop(); undo; undo = undos.pop()) await undo()
})
