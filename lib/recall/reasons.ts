import { type AgentIndex, weightIn } from './agent-index'
import { hasMemoryWith, isFrequentStopWord, type Ranking, type Scored, termValue } from './rank'
import { RANKING } from './ranking-rules'
import type { Match, WeighedWord } from './weigh-words'

/** Why a memory was found by a word of the query. */
interface WordReason {
  /** The word of the query, folded. */
  word: string
  /** The term under which it was found: the stem of the word, a word like it, or a part. */
  term: string
  match: Match
  /** Where it stands: 0 in the memory itself, -1 in the one before it in its session, 2 in the second one after it. */
  distance: number
  /** What it adds to the score, before names and dates multiply it. */
  score: number
}

/** Why a memory has its score, which is the sum of all numbers named `score`. */
export interface Reasons {
  words: WordReason[]
  /** The names of the query with which the memory begins, as in `Ada: I moved to Paris`. */
  name: { words: string[]; score: number }
  /** Whether it is of a time that the query names. */
  date: { is_near: boolean; score: number }
  /** What the best memories of its session add. */
  session: { score: number }
}

/** The reasons for the score that `rank` gave to a memory, when called with the same index, words and options. */
export function explain(index: AgentIndex, words: readonly WeighedWord[], options: Ranking, scored: Scored): Reasons {
  const { memory, score, sessionScore } = scored
  const number = index.numbers.get(memory.id) ?? -1
  const reasons = reasonsOfWords(index, words, number, options.cohesion)
  const names = words.filter(({ word }) => weightIn(index, word.nameTerm, number) > 0).map(({ word }) => word.text)
  const ofWords = reasons.reduce((sum, reason) => sum + reason.score, 0)
  const ofNames = ofWords * (RANKING.name ** names.length - 1)
  const isNear = options.isNearDate?.(memory.occurredAt) ?? false
  return {
    words: reasons,
    name: { words: names, score: ofNames },
    date: { is_near: isNear, score: isNear ? score - sessionScore - ofWords - ofNames : 0 },
    session: { score: sessionScore },
  }
}

/** Frequent stop words count as in `rank`: in a memory that has another word of the query too, and in all if no memory has one. */
function reasonsOfWords(index: AgentIndex, words: readonly WeighedWord[], number: number, cohesion: number): WordReason[] {
  const others = words.filter((word) => !isFrequentStopWord(word))
  const hasOther = others.some((word) => bestReason(index, word, number, cohesion) !== undefined)
  const counted = hasOther || !hasMemoryWith(index, others) ? words : others
  return counted.flatMap((word) => bestReason(index, word, number, cohesion) ?? [])
}

function bestReason(index: AgentIndex, word: WeighedWord, number: number, cohesion: number): WordReason | undefined {
  let best = reasonAt(index, word, number, 0, 1)
  if (cohesion === 0 || word.isFrequent) return best
  for (const [links, parts, direction] of [
    [index.previous, RANKING.following, -1],
    [index.next, RANKING.preceding, 1],
  ] as const) {
    let neighbor = number
    parts.forEach((part, i) => {
      neighbor = links[neighbor] ?? -1
      const reason = reasonAt(index, word, neighbor, direction * (i + 1), part * cohesion)
      if (reason && reason.score > (best?.score ?? 0)) best = reason
    })
  }
  return best
}

function reasonAt(
  index: AgentIndex,
  { word, variants }: WeighedWord,
  number: number,
  distance: number,
  part: number,
): WordReason | undefined {
  const memory = index.memories[number]
  if (memory === undefined) return undefined
  const bm25 = termValue(index)
  let best: WordReason | undefined
  for (const { term, match, weight } of variants) {
    const inMemory = weightIn(index, term, number)
    if (inMemory === 0) continue
    const score = weight * bm25(inMemory, memory.length) * part
    if (score > (best?.score ?? 0)) best = { word: word.text, term, match, distance, score }
  }
  return best
}
