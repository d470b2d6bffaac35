import { type AgentIndex, type IndexedMemory, numberOf, weightOf } from './agent-index'
import { RANKING } from './ranking-rules'
import { rarity, type WeighedVariant, type WeighedWord } from './weigh-words'
import { clear, insertScore, reserve, sessionBonus, workspace } from './workspace'

/** A memory that matches. */
export interface Scored {
  memory: IndexedMemory
  score: number
  /** The part of the score that comes from the best memories of its session. */
  sessionScore: number
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

/** The memories that match a query best, the best first; of those that match equally well the one stored last. */
export function rank(index: AgentIndex, words: readonly WeighedWord[], options: Ranking): Scored[] {
  reserve(index.memories.length)
  const matching: number[] = []
  try {
    for (const word of words) if (!isFrequentStopWord(word)) addWord(index, word, options.cohesion, matching)
    const hasOthers = matching.length > 0
    for (const word of words) if (isFrequentStopWord(word)) addFrequentWord(index, word, hasOthers, matching)
    multiplyByNames(index, words)
    addDates(index, matching, options)
    for (const number of matching) insertScore(index.sessions[number] ?? 0, workspace.scores[number] ?? 0)
    return takeBest(index, matching, options)
  } finally {
    clear(index, matching)
  }
}

/**
 * Memories that have nothing but such words in common with a query are no answers, unless the query has no others. To leave them out makes the
 * search in a hundred thousand memories several times as fast.
 */
export const isFrequentStopWord = ({ word, isFrequent }: WeighedWord) => word.isCommon && isFrequent

/** Whether a memory of the index has one of the words. */
export const hasMemoryWith = ({ postings, lengths }: AgentIndex, words: readonly WeighedWord[]): boolean =>
  words.some(({ variants }) =>
    variants.some(({ term }) => postings.get(term)?.some((entry) => (lengths[numberOf(entry)] ?? -1) >= 0) ?? false),
  )

/** Adds the value of a word to the score of each memory that has it, and of the memories near those. */
function addWord(index: AgentIndex, { variants, isFrequent }: WeighedWord, cohesion: number, matching: number[]): void {
  const having = findValues(index, variants, false)
  if (cohesion === 0 || isFrequent) addToScores(workspace.values, having, matching)
  else addToScores(workspace.reached, spreadValues(index, having, cohesion), matching)
}

/** Adds the value of a word to the score of each memory that has it; only to those that match already, if there are any. */
function addFrequentWord(index: AgentIndex, { variants }: WeighedWord, onlyMatching: boolean, matching: number[]): void {
  addToScores(workspace.values, findValues(index, variants, onlyMatching), matching)
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
function findValues(index: AgentIndex, variants: readonly WeighedVariant[], onlyMatching: boolean): number[] {
  const { values, scores } = workspace
  const { lengths } = index
  const bm25 = termValue(index)
  const having: number[] = []
  for (const { term, weight } of variants)
    for (const entry of index.postings.get(term) ?? []) {
      const number = numberOf(entry)
      if (onlyMatching && scores[number] === 0) continue
      const length = lengths[number] ?? -1
      if (length < 0) continue
      const value = weight * bm25(weightOf(entry), length)
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
    reach(reached, number, value, found)
    reachAlong(reached, next, number, value * cohesion, RANKING.following, found)
    reachAlong(reached, previous, number, value * cohesion, RANKING.preceding, found)
  }
  return found
}

function reachAlong(
  reached: Float64Array,
  links: readonly number[],
  from: number,
  value: number,
  parts: readonly number[],
  found: number[],
): void {
  let number = from
  for (const part of parts) {
    number = links[number] ?? -1
    if (number < 0) return
    reach(reached, number, value * part, found)
  }
}

function reach(reached: Float64Array, number: number, value: number, found: number[]): void {
  const known = reached[number] ?? 0
  if (known === 0) found.push(number)
  if (value > known) reached[number] = value
}

function multiplyByNames(index: AgentIndex, words: readonly WeighedWord[]): void {
  const { scores } = workspace
  for (const { word } of words)
    for (const entry of index.postings.get(word.nameTerm) ?? []) {
      const number = numberOf(entry)
      scores[number] = (scores[number] ?? 0) * RANKING.name
    }
}

/** A time that the query names counts like a word that the memories of that time have. */
function addDates({ memories, size }: AgentIndex, matching: number[], { isNearDate }: Ranking): void {
  if (isNearDate === undefined) return
  const { scores } = workspace
  const near: number[] = []
  memories.forEach((memory, number) => {
    if (memory && isNearDate(memory.occurredAt)) near.push(number)
  })
  const bonus = RANKING.dateWord * rarity(size, near.length)
  for (const number of near) {
    const score = scores[number] ?? 0
    if (score === 0) matching.push(number)
    scores[number] = score * RANKING.date + bonus
  }
}

function takeBest(index: AgentIndex, matching: readonly number[], { limit, isWanted }: Ranking): Scored[] {
  const found: Scored[] = []
  let lowest = 0
  for (const number of matching) {
    const sessionScore = sessionBonus(index.sessions[number] ?? 0)
    const score = (workspace.scores[number] ?? 0) + sessionScore
    if (score < lowest) continue
    const memory = index.memories[number]
    if (memory === undefined || (found.length === limit && !isBetter(score, memory, found[limit - 1]))) continue
    if (isWanted && !isWanted(memory)) continue
    insert(found, { memory, score, sessionScore })
    if (found.length > limit) found.pop()
    if (found.length === limit) lowest = found[limit - 1]?.score ?? 0
  }
  return found
}

/** Puts a memory where it belongs among those found, the best of which is the first. */
function insert(found: Scored[], scored: Scored): void {
  let low = 0
  let high = found.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBetter(scored.score, scored.memory, found[middle])) high = middle
    else low = middle + 1
  }
  found.splice(low, 0, scored)
}

const isBetter = (score: number, { seq }: IndexedMemory, than: Scored | undefined) =>
  than !== undefined && (score > than.score || (score === than.score && seq > than.memory.seq))
