import { type AgentIndex, firstFrom, numberOf } from './agent-index'

/** The last memories that are compared. */
const COMPARED = 400

/** With fewer memories the measure says nothing; then this is taken: neighbours count a little. */
const FEWEST = 80
const WITH_FEW = 0.6

/** Memories at least so many places from each other are no neighbours. */
const FAR = 20

/**
 * How much more alike neighbouring memories of an agent are than memories far from each other: 0 where they are not (single facts), 1 where they
 * are at least twice as alike (conversations). Alike is what share of their terms two memories have in common, where rare terms count more.
 */
export function measureCohesion(index: AgentIndex): number {
  if (index.size < FEWEST) return WITH_FEW
  const numbers = lastNumbers(index)
  const weights = weightsOfTerms(index, numbers[0] ?? 0)
  let near = 0
  let far = 0
  let pairs = 0
  numbers.forEach((number, i) => {
    const neighbor = index.next[number] ?? -1
    // Without chance, so that the same memories always have the same cohesion.
    const other = numbers[(i + FAR + ((i * 7919) % (numbers.length - 2 * FAR))) % numbers.length]
    if (neighbor < 0 || other === undefined) return
    near += likeness(weights, number, neighbor)
    far += likeness(weights, number, other)
    pairs++
  })
  if (pairs === 0 || near === 0) return 0
  if (far === 0) return 1
  return Math.min(1, Math.max(0, near / far - 1))
}

function lastNumbers({ memories }: AgentIndex): number[] {
  const numbers: number[] = []
  for (let number = memories.length - 1; number >= 0 && numbers.length < COMPARED; number--)
    if (memories[number] !== undefined) numbers.push(number)
  return numbers.reverse()
}

/** For each memory from a number on its terms, each with its inverse document frequency. */
type Weights = Map<number, Map<string, number>>

function weightsOfTerms({ postings, size }: AgentIndex, from: number): Weights {
  const weights: Weights = new Map()
  for (const [term, entries] of postings) {
    if (term.startsWith(',') || numberOf(entries[entries.length - 1] ?? -1) < from) continue
    const weight = Math.log(1 + size / entries.length) ** 2
    for (let at = firstFrom(entries, from); at < entries.length; at++) {
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
