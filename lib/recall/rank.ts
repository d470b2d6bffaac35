import { type AgentIndex, type IndexedMemory, numberOf, weightOf } from './agent-index'
import { RANKING } from './ranking-rules'
import type { WeighedVariant, WeighedWord } from './weigh-words'

export interface Scored {
  memory: IndexedMemory
  score: number
}

export interface Ranking {
  /** How many memories the answer has at most. It changes nothing else: a shorter answer is the beginning of a longer one. */
  limit: number
  /** How much more alike neighbours are than memories far from each other, from 0 to 1. */
  cohesion: number
  /** Whether a memory may be in the answer. It never changes the scores of others. */
  isWanted?: ((memory: IndexedMemory) => boolean) | undefined
  /** Whether a time is one that the query names, in milliseconds since 1970. */
  isNearDate?: ((time: number) => boolean) | undefined
}

/** Numbers by the number of a memory, all 0 between two searches. They are kept, since making them anew takes longer than a search. */
const workspace = { values: new Float64Array(1024), reached: new Float64Array(1024), scores: new Float64Array(1024) }

function reserve(count: number): void {
  if (workspace.scores.length >= count) return
  const length = 2 ** Math.ceil(Math.log2(count))
  workspace.values = new Float64Array(length)
  workspace.reached = new Float64Array(length)
  workspace.scores = new Float64Array(length)
}

/** The memories that match a query best, the best first; of those that match equally well the one stored last. */
export function rank(index: AgentIndex, words: readonly WeighedWord[], options: Ranking): Scored[] {
  reserve(index.memories.length)
  const matching: number[] = []
  for (const word of words) addWord(index, word, options.cohesion, matching)
  multiplyByNames(index, words)
  multiplyByDates(index, matching, options)
  const found = takeBest(index, matching, options)
  for (const number of matching) workspace.scores[number] = 0
  return found
}

/** Adds the value of a word to the score of each memory that has it, and of the memories near those. */
function addWord(index: AgentIndex, { variants }: WeighedWord, cohesion: number, matching: number[]): void {
  const having = findValues(index, variants)
  const spreads = cohesion > 0 && having.length <= RANKING.spreadUpTo * index.size
  if (spreads) addToScores(workspace.reached, spreadValues(index, having, cohesion), matching)
  else addToScores(workspace.values, having, matching)
}

function addToScores(values: Float64Array, numbers: readonly number[], matching: number[]): void {
  const { scores } = workspace
  for (const number of numbers) {
    const score = scores[number] ?? 0
    if (score === 0) matching.push(number)
    scores[number] = score + (values[number] ?? 0)
    values[number] = 0
  }
}

/** The numbers of the memories that have one of the terms; the value of the best term in each is in `workspace.values`. */
function findValues(index: AgentIndex, variants: readonly WeighedVariant[]): number[] {
  const { values } = workspace
  const { memories } = index
  const bm25 = termValue(index)
  const having: number[] = []
  for (const { term, weight } of variants)
    for (const entry of index.postings.get(term) ?? []) {
      const number = numberOf(entry)
      const memory = memories[number]
      if (memory === undefined) continue
      const value = weight * bm25(weightOf(entry), memory.length)
      const known = values[number] ?? 0
      if (known === 0) having.push(number)
      if (value > known) values[number] = value
    }
  return having
}

/** BM25: what a term is worth in a memory, by its weight there (how often it stands in it) and the length of the memory. */
export function termValue({ totalLength, size }: AgentIndex): (weight: number, length: number) => number {
  const { k1, b } = RANKING
  const base = k1 * (1 - b)
  const perWord = (k1 * b) / (totalLength / size || 1)
  return (weight, length) => (weight * (k1 + 1)) / (weight + base + perWord * length)
}

/** The numbers of the memories given and of their neighbours; the best value that each has or gets from a neighbour is in `workspace.reached`. */
function spreadValues({ next, previous }: AgentIndex, having: readonly number[], cohesion: number): number[] {
  const { values, reached } = workspace
  const found: number[] = []
  for (const number of having) {
    const value = values[number] ?? 0
    values[number] = 0
    reach(number, value, found)
    reachAlong(next, number, value * cohesion, RANKING.following, found)
    reachAlong(previous, number, value * cohesion, RANKING.preceding, found)
  }
  return found

  function reach(number: number, value: number, all: number[]): void {
    const known = reached[number] ?? 0
    if (known === 0) all.push(number)
    if (value > known) reached[number] = value
  }

  function reachAlong(links: readonly number[], from: number, value: number, parts: readonly number[], all: number[]): void {
    let number = from
    for (const part of parts) {
      number = links[number] ?? -1
      if (number < 0) return
      reach(number, value * part, all)
    }
  }
}

function multiplyByNames(index: AgentIndex, words: readonly WeighedWord[]): void {
  const { scores } = workspace
  for (const { word } of words)
    for (const entry of index.postings.get(word.nameTerm) ?? []) {
      const number = numberOf(entry)
      scores[number] = (scores[number] ?? 0) * RANKING.name
    }
}

function multiplyByDates({ memories }: AgentIndex, matching: readonly number[], { isNearDate }: Ranking): void {
  if (isNearDate === undefined) return
  const { scores } = workspace
  for (const number of matching) {
    const memory = memories[number]
    if (memory && isNearDate(memory.occurredAt)) scores[number] = (scores[number] ?? 0) * RANKING.date
  }
}

/** For each session with matches what its best scores add to the score of each of its memories. */
function sessionBonuses({ sessions }: AgentIndex, matching: readonly number[]): Map<number, number> {
  const bests = new Map<number, number[]>()
  for (const number of matching) {
    const score = workspace.scores[number] ?? 0
    const session = sessions[number] ?? 0
    const best = bests.get(session)
    if (best === undefined) bests.set(session, [score, 0, 0])
    else insertScore(best, score)
  }
  const bonuses = new Map<number, number>()
  for (const [session, best] of bests)
    bonuses.set(session, (RANKING.session / RANKING.bestOfSession) * best.reduce((sum, score) => sum + score, 0))
  return bonuses
}

/** Puts a score among the best ones, which are in falling order, if it is one of them. */
function insertScore(best: number[], score: number): void {
  let at = best.length
  while (at > 0 && score > (best[at - 1] ?? 0)) at--
  if (at === best.length) return
  best.copyWithin(at + 1, at)
  best[at] = score
}

function takeBest(index: AgentIndex, matching: readonly number[], { limit, isWanted }: Ranking): Scored[] {
  const bonuses = sessionBonuses(index, matching)
  const found: Scored[] = []
  for (const number of matching) {
    const memory = index.memories[number]
    if (memory === undefined) continue
    const score = (workspace.scores[number] ?? 0) + (bonuses.get(index.sessions[number] ?? 0) ?? 0)
    const last = found[found.length - 1]
    if (found.length === limit && last && !isBetter(score, memory, last)) continue
    if (isWanted && !isWanted(memory)) continue
    let at = found.length
    while (at > 0 && isBetter(score, memory, found[at - 1])) at--
    found.splice(at, 0, { memory, score })
    if (found.length > limit) found.pop()
  }
  return found
}

const isBetter = (score: number, { seq }: IndexedMemory, than: Scored | undefined) =>
  than !== undefined && (score > than.score || (score === than.score && seq > than.memory.seq))
