import { type AgentIndex, firstFrom, numberOf } from './agent-index'

/** The last memories that are compared. */
const COMPARED = 400

/** With fewer memories the measure says nothing; then this is taken: neighbours count a little. */
const FEWEST = 80
const WITH_FEW = 0.6

/** Memories at least so many places from each other are no neighbours. */
const FAR = 20

/** What more of the memories compared have says nothing of what each is about: the names of those who talk. */
const FREQUENT = 0.1

/** Neighbours are up to 1.4 times as much alike by chance, and from 4 to 7 times in conversations. */
const NOT_MORE = 1.5
const CLEARLY_MORE = 3

/**
 * How much more alike neighbouring memories of an agent are than memories far from each other: 0 where they are not (single facts), 1 where they
 * clearly are (conversations). Alike is what share of their terms two memories have in common, where rare terms count more.
 */
export function measureCohesion(index: AgentIndex): number {
  if (index.size < FEWEST) return WITH_FEW
  const numbers = lastNumbers(index)
  const weights = weightsOfTerms(index, numbers[0] ?? 0, FREQUENT * numbers.length)
  const near: number[] = []
  const far: number[] = []
  numbers.forEach((number, i) => {
    const neighbor = index.next[number] ?? -1
    if (neighbor < 0) return
    near.push(likeness(weights, number, neighbor))
    for (const step of STEPS) far.push(likeness(weights, number, numbers[farFrom(i, step, numbers.length)] ?? -1))
  })
  const usual = mean(far)
  if (usual === 0) return mean(near) > 0 ? 1 : 0
  return Math.min(1, Math.max(0, (mean(near) / usual - NOT_MORE) / (CLEARLY_MORE - NOT_MORE)))
}

/** Without chance, so that the same memories always have the same cohesion. */
const STEPS = [7919, 6271, 4507, 3253, 2081, 1009]
const farFrom = (i: number, step: number, count: number) => (i + FAR + ((i * step + step) % (count - 2 * FAR))) % count

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1)

function lastNumbers({ memories }: AgentIndex): number[] {
  const numbers: number[] = []
  for (let number = memories.length - 1; number >= 0 && numbers.length < COMPARED; number--)
    if (memories[number] !== undefined) numbers.push(number)
  return numbers.reverse()
}

/** For each memory from a number on its terms that not too many have, each with its inverse document frequency. */
type Weights = Map<number, Map<string, number>>

function weightsOfTerms({ postings, size }: AgentIndex, from: number, most: number): Weights {
  const weights: Weights = new Map()
  for (const [term, entries] of postings) {
    if (term.startsWith(',') || numberOf(entries[entries.length - 1] ?? -1) < from) continue
    const first = firstFrom(entries, from)
    if (entries.length - first > most) continue
    const weight = Math.log(1 + size / entries.length)
    for (let at = first; at < entries.length; at++) {
      const number = numberOf(entries[at] ?? 0)
      const ofMemory = weights.get(number) ?? new Map<string, number>()
      weights.set(number, ofMemory.set(term, weight))
    }
  }
  return weights
}

function likeness(weights: Weights, a: number, b: number): number {
  const ofA = weights.get(a)
  const ofB = weights.get(b)
  if (ofA === undefined || ofB === undefined) return 0
  let common = 0
  let all = 0
  for (const [term, weight] of ofA) {
    all += weight
    if (ofB.has(term)) common += weight
  }
  for (const weight of ofB.values()) all += weight
  return (2 * common) / (all || 1)
}

/** So many memories are added before the cohesion is measured again. */
const STEP = 100

/** The cohesion of an agent's memories (see `measureCohesion`), measured again after each hundred memories, unless it was set for some of them. */
export function cohesionOf(index: AgentIndex): number {
  if (index.frequencies && index.cohesion) return index.cohesion.value
  const checkpoint = index.size < FEWEST ? -1 : Math.floor(index.memories.length / STEP)
  if (index.cohesion?.checkpoint !== checkpoint) index.cohesion = { value: measureCohesion(index), checkpoint }
  return index.cohesion.value
}
