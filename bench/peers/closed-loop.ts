import type { Pace, Sample } from '../load'

/**
 * Calls a function over and over, as many times at once as the pace has connections, at first without measuring. For what cannot be asked over http;
 * `load` does the same for servers. @throws the first error of a call
 */
export async function callRepeatedly(
  call: (turn: number) => Promise<unknown>,
  { connections, warmUpSeconds, seconds }: Pace,
): Promise<Sample> {
  const from = performance.now() + warmUpSeconds * 1000
  const until = from + seconds * 1000
  const milliseconds: number[] = []
  let turn = 0
  let last = from
  const caller = async () => {
    while (performance.now() < until) {
      const started = performance.now()
      await call(turn++)
      const ended = performance.now()
      if (ended <= from) continue
      milliseconds.push(ended - started)
      last = ended
    }
  }
  await Promise.all(Array.from({ length: connections }, caller))
  return { seconds: (Math.max(until, last) - from) / 1000, milliseconds }
}
