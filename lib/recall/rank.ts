import { type AgentIndex, type IndexedMemory, numberOf, weightOf } from './agent-index'
import type { QueryWord } from './analyze'

/**
 * How memories are ranked. Everything about it is in this file. Measured on public conversations with marked evidence and on single facts
 * (`npm run bench -- recall`); docs/performance.md has the figures.
 */
export const R = {
  /** BM25: how soon more occurrences of a word count no more, and how much less a long memory counts. */
  k1: 1.2,
  b: 0.3,
  /** The part of a word's value in a memory that the next ones of the session get (an answer follows its question), and the ones before it. */
  following: [0.7, 0.5, 0.3],
  preceding: [0.42, 0.3, 0.18],
  /** A word that a larger part of the agent's memories has counts only where it stands. */
  spreadUpTo: 0.25,
  name: 1.2,
  session: 0.25,
  common: 0.3,
  pair: 0.5,
  date: 1.8,
  skip: 0.02,
}

/** A term that stands for a word of the query, and how much it counts of it: 1 for the word itself, less for a similar one. */
export interface Variant {
  term: string
  weight: number
}
export interface RankedWord extends QueryWord {
  variants: Variant[]
}

export interface Ranked {
  memory: IndexedMemory
  score: number
}

export interface Ranking {
  limit: number
  /** How much more alike neighbours are than memories far apart, from 0 to 1. */
  cohesion: number
  /** Whether a memory may be in the answer. It never changes the scores of others. */
  isWanted?: (memory: IndexedMemory) => boolean
  isNearDate?: ((time: number) => boolean) | undefined
}

let values = new Float64Array(1024)
let reached = new Float64Array(1024)
let scores = new Float64Array(1024)

function reserve(n: number) {
  if (values.length >= n) return
  const size = 2 ** Math.ceil(Math.log2(n))
  values = new Float64Array(size)
  reached = new Float64Array(size)
  scores = new Float64Array(size)
}

export function rank(index: AgentIndex, words: readonly RankedWord[], options: Ranking): Ranked[] {
  reserve(index.memories.length)
  const scored: number[] = []
  const weighed = weigh(index, words)
  for (const w of weighed) addWord(index, w, options.cohesion, scored)
  const { isNearDate } = options
  for (const word of words)
    for (const entry of index.postings.get(word.nameTerm) ?? []) {
      const n = numberOf(entry)
      scores[n] = (scores[n] as number) * R.name
    }
  if (isNearDate)
    for (const n of scored) {
      const m = index.memories[n]
      if (m && isNearDate(m.occurredAt)) scores[n] = (scores[n] as number) * R.date
    }
  const out = best(index, scored, options)
  for (const n of scored) scores[n] = 0
  return out
}

interface Weighed {
  word: RankedWord
  weight: number
}

function weigh(index: AgentIndex, words: readonly RankedWord[]): Weighed[] {
  const hasContent = words.some((w) => !w.isCommon)
  const list = words.map((word) => {
    let df = 0
    for (const { term } of word.variants) df += index.postings.get(term)?.length ?? 0
    df = Math.min(df, index.size)
    const idf = Math.log(1 + (index.size - df + 0.5) / (df + 0.5))
    return { word, weight: df === 0 ? 0 : idf * (word.kind === 'pair' ? R.pair : 1) * (word.isCommon && hasContent ? R.common : 1) }
  })
  const total = list.reduce((s, w) => s + w.weight, 0)
  return list.filter((w) => w.weight > R.skip * total)
}

function addWord(index: AgentIndex, { word, weight }: Weighed, cohesion: number, scored: number[]): void {
  const { memories, next, previous } = index
  const touched: number[] = []
  const average = index.totalLength / index.size || 1
  const base = R.k1 * (1 - R.b)
  const perWord = (R.k1 * R.b) / average
  for (const variant of word.variants) {
    const entries = index.postings.get(variant.term)
    if (entries === undefined) continue
    for (const entry of entries) {
      const n = numberOf(entry)
      const m = memories[n]
      if (m === undefined) continue
      const tf = weightOf(entry)
      const v = (variant.weight * tf * (R.k1 + 1)) / (tf + base + perWord * m.length)
      const known = values[n] as number
      if (known === 0) touched.push(n)
      if (v > known) values[n] = v
    }
  }
  if (cohesion <= 0 || touched.length > R.spreadUpTo * index.size) {
    for (const n of touched) {
      if (scores[n] === 0) scored.push(n)
      scores[n] = (scores[n] as number) + weight * (values[n] as number)
      values[n] = 0
    }
    return
  }
  const all: number[] = []
  for (const n of touched) {
    const v = values[n] as number
    values[n] = 0
    if (reached[n] === 0) all.push(n)
    if (v > (reached[n] as number)) reached[n] = v
    spread(next, n, v * cohesion, R.following, all)
    spread(previous, n, v * cohesion, R.preceding, all)
  }
  for (const n of all) {
    if (scores[n] === 0) scored.push(n)
    scores[n] = (scores[n] as number) + weight * (reached[n] as number)
    reached[n] = 0
  }
}

function spread(links: readonly number[], from: number, value: number, parts: readonly number[], all: number[]): void {
  let n = from
  for (const part of parts) {
    n = links[n] as number
    if (n < 0) return
    const v = value * part
    if (reached[n] === 0) all.push(n)
    if (v > (reached[n] as number)) reached[n] = v
  }
}

function best(index: AgentIndex, scored: readonly number[], { limit, isWanted }: Ranking): Ranked[] {
  const tops = new Map<number, [number, number, number]>()
  for (const n of scored) {
    const s = scores[n] as number
    const session = index.sessions[n] as number
    const top = tops.get(session)
    if (top === undefined) tops.set(session, [s, 0, 0])
    else if (s > top[0]) {
      top[2] = top[1]
      top[1] = top[0]
      top[0] = s
    } else if (s > top[1]) {
      top[2] = top[1]
      top[1] = s
    } else if (s > top[2]) top[2] = s
  }
  const found: Ranked[] = []
  const isBetter = (s: number, q: number, than: Ranked) => s > than.score || (s === than.score && q > than.memory.seq)
  for (const n of scored) {
    const memory = index.memories[n]
    if (memory === undefined) continue
    const top = tops.get(index.sessions[n] as number) ?? [0, 0, 0]
    const score = (scores[n] as number) + (R.session / 3) * (top[0] + top[1] + top[2])
    const last = found[found.length - 1]
    if (found.length === limit && last && !isBetter(score, memory.seq, last)) continue
    if (isWanted && !isWanted(memory)) continue
    let at = found.length
    while (at > 0 && isBetter(score, memory.seq, found[at - 1] as Ranked)) at--
    found.splice(at, 0, { memory, score })
    if (found.length > limit) found.pop()
  }
  return found
}
