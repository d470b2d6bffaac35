import type { AgentKey } from '../../db/schema'
import { singleton } from '../process'

/** So many recalls of an agent without an index are answered by the database at once. More would delay the index, which answers all of them sooner. */
const MOST_AT_ONCE = 2

interface Turns {
  running: number
  waiting: (() => void)[]
}

const turns = () => singleton('cold recalls', () => new Map<string, Turns>())

/** Does the work of a recall when it is its turn among the recalls of its agent that have no index, in the order in which they came. */
export async function inColdTurn<Result>({ team_id, id }: AgentKey, work: () => Result | Promise<Result>): Promise<Result> {
  const name = `${team_id} ${id}`
  const ofAgent = turns().get(name) ?? { running: 0, waiting: [] }
  turns().set(name, ofAgent)
  // Whoever ends passes its place on, so that it is not counted again.
  if (ofAgent.running >= MOST_AT_ONCE) await new Promise<void>((resolve) => ofAgent.waiting.push(resolve))
  else ofAgent.running++
  try {
    return await work()
  } finally {
    const next = ofAgent.waiting.shift()
    if (next) next()
    else if (--ofAgent.running === 0) turns().delete(name)
  }
}
