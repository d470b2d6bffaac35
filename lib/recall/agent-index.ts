import { addToVocabulary, type Vocabulary } from './vocabulary'

/** What is ranked: a memory as the index of its agent knows it. */
export interface IndexedMemory {
  id: string
  sessionId: string
  /** Its place in the order in which the agent's memories were stored. */
  seq: number
  /** How many words it has. */
  length: number
  type: string
  tags: readonly string[]
  confidence: number
  /** Milliseconds since 1970. */
  createdAt: number
  /** When what it describes happened, in milliseconds since 1970. */
  occurredAt: number
  /** The transaction that wrote it last; missing in indexes that no database stands behind. */
  txid?: string
}

/** A term of a memory, and how much it counts there: once for each time that it stands in the text, more in a title. */
export type WeightedTerm = readonly [term: string, weight: number]

/**
 * Finds the memories of one agent by their terms. Each memory has a number, its position in the arrays. Plain arrays of small integers keep a
 * search in microseconds and a hundred thousand memories in about 50 MB.
 */
export interface AgentIndex {
  /** By number; undefined where a memory was removed. */
  memories: (IndexedMemory | undefined)[]
  numbers: Map<string, number>
  /** For each memory how many words it has, or -1 where it was removed: what the ranking reads most, in one place. */
  lengths: number[]
  /** For each term, `posting(number, weight)` of each memory that has it; those of removed memories are passed over. */
  postings: Map<string, number[]>
  /** Numbers of the memory before and after in the same session, or -1. */
  previous: number[]
  next: number[]
  /** For each memory the number of its session. */
  sessions: number[]
  /** For each session the number of its last memory, or -1. */
  lastOfSession: number[]
  sessionNumbers: Map<string, number>
  /** How many memories there are, and how many words they have together. */
  size: number
  totalLength: number
  /** How many memories were removed since the index was built; their postings are still there. */
  removed: number
  /** Finds terms that look like a word; made by the first search that needs it. */
  vocabulary: Vocabulary | undefined
  /** The cohesion measured last (see cohesion.ts), and for which of the hundreds of memories. */
  cohesion: { value: number; checkpoint: number } | undefined
  /** About how many of all memories have a term, if the index has only some of them. */
  frequencies: Map<string, number> | undefined
  /** About how many bytes all of it takes. */
  bytes: number
}

const WEIGHT_BITS = 4
const MOST_WEIGHT = 2 ** WEIGHT_BITS - 1

const posting = (number: number, weight: number) => (number << WEIGHT_BITS) | Math.min(MOST_WEIGHT, Math.max(1, Math.round(weight)))
export const numberOf = (entry: number) => entry >> WEIGHT_BITS
export const weightOf = (entry: number) => entry & MOST_WEIGHT

/** Estimates in bytes, from heap snapshots of filled indexes. */
const BYTES = { memory: 280, term: 120, posting: 9 }

export function createAgentIndex(): AgentIndex {
  return {
    memories: [],
    numbers: new Map(),
    lengths: [],
    postings: new Map(),
    previous: [],
    next: [],
    sessions: [],
    lastOfSession: [],
    sessionNumbers: new Map(),
    size: 0,
    totalLength: 0,
    removed: 0,
    vocabulary: undefined,
    cohesion: undefined,
    frequencies: undefined,
    bytes: 1000,
  }
}

/** Adds a memory; one that the index has already under its id is replaced. */
export function addMemory(index: AgentIndex, memory: IndexedMemory, terms: Iterable<WeightedTerm>): void {
  linkMemory(index, addUnlinked(index, memory, terms))
}

/** Adds a memory as `addMemory` does, without its neighbours, and returns its number. Nothing may be searched for before `linkMemory` was called for it. */
export function addUnlinked(index: AgentIndex, memory: IndexedMemory, terms: Iterable<WeightedTerm>): number {
  removeMemory(index, memory.id)
  const number = index.memories.push(memory) - 1
  index.numbers.set(memory.id, number)
  index.lengths[number] = memory.length
  index.size++
  index.totalLength += memory.length
  index.bytes += BYTES.memory
  for (const list of [index.previous, index.next, index.sessions]) list[number] = -1
  for (const [term, weight] of terms) {
    const entries = index.postings.get(term)
    if (entries === undefined) {
      index.postings.set(term, [posting(number, weight)])
      index.bytes += BYTES.term + 2 * term.length
      if (index.vocabulary) index.bytes += addToVocabulary(index.vocabulary, term)
    } else entries.push(posting(number, weight))
    index.bytes += BYTES.posting
  }
  return number
}

/** Returns the numbers of memories of a session in the order in which they were stored. One by one, each would look for its place among all others. */
export function sortByStored(index: AgentIndex, numbers: readonly number[]): readonly number[] {
  const seqOf = (number: number) => index.memories[number]?.seq ?? 0
  const isSorted = numbers.every((number, nth) => nth === 0 || seqOf(numbers[nth - 1] ?? number) <= seqOf(number))
  return isSorted ? numbers : numbers.toSorted((a, b) => seqOf(a) - seqOf(b))
}

/** Links a memory with its neighbours. They mostly come in their order; one that was stored earlier and committed later is put where it belongs. */
export function linkMemory(index: AgentIndex, number: number): void {
  const { previous, next, lastOfSession } = index
  const memory = index.memories[number]
  if (memory === undefined) return
  const { sessionId, seq } = memory
  const session = index.sessionNumbers.get(sessionId) ?? addSession(index, sessionId)
  index.sessions[number] = session
  let before = lastOfSession[session] ?? -1
  let after = -1
  while (before >= 0 && (index.memories[before]?.seq ?? 0) > seq) {
    after = before
    before = previous[before] ?? -1
  }
  previous[number] = before
  next[number] = after
  if (before >= 0) next[before] = number
  if (after >= 0) previous[after] = number
  else lastOfSession[session] = number
}

function addSession(index: AgentIndex, sessionId: string): number {
  const session = index.lastOfSession.push(-1) - 1
  index.sessionNumbers.set(sessionId, session)
  return session
}

/** Removes a memory; its postings stay until the index is built again. */
export function removeMemory(index: AgentIndex, id: string): void {
  const number = index.numbers.get(id)
  const memory = number === undefined ? undefined : index.memories[number]
  if (number === undefined || memory === undefined) return
  index.memories[number] = undefined
  index.lengths[number] = -1
  index.numbers.delete(id)
  index.size--
  index.removed++
  index.totalLength -= memory.length
  const { previous, next, lastOfSession, sessions } = index
  const before = previous[number] ?? -1
  const after = next[number] ?? -1
  if (before >= 0) next[before] = after
  if (after >= 0) previous[after] = before
  else lastOfSession[sessions[number] ?? 0] = before
}

/** How many of the memories have a term. */
export function countMemories({ memories, postings, removed, frequencies }: AgentIndex, term: string): number {
  const known = frequencies?.get(term)
  if (known !== undefined) return known
  const entries = postings.get(term)
  if (entries === undefined || removed === 0) return entries?.length ?? 0
  let count = 0
  for (const entry of entries) if (memories[numberOf(entry)] !== undefined) count++
  return count
}

/** The weight that a term has in a memory, by the memory's number; 0 if it does not have it. */
export function weightIn({ postings }: AgentIndex, term: string, number: number): number {
  const entries = postings.get(term) ?? []
  const at = firstFrom(entries, number)
  const entry = entries[at]
  return entry !== undefined && numberOf(entry) === number ? weightOf(entry) : 0
}

/** Where in the postings of a term, which are in the order of the numbers, those of a number and higher ones begin. */
export function firstFrom(entries: readonly number[], number: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (numberOf(entries[middle] ?? 0) < number) low = middle + 1
    else high = middle
  }
  return low
}
