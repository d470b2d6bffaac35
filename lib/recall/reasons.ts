import { type AgentIndex, weightIn } from './agent-index'
import { type Ranking, type Scored, termValue } from './rank'
import { RANKING } from './ranking-rules'
import type { Match, WeighedWord } from './weigh-words'

/** Why a memory was found by a word of the query. */
export interface WordReason {
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

/** Why a memory has its score: the sum over `words`, times `name` and `date`, plus `session`. */
export interface Reasons {
  words: WordReason[]
  /** By what the names of the query with which the memory begins multiply the score; 1 without. */
  name: number
  /** By what the time that the query names multiplies the score; 1 without. */
  date: number
  /** What the best memories of the session add. */
  session: number
}

/** The reasons for the score that `rank` gave to a memory, when called with the same index, words and options. */
export function explain(index: AgentIndex, words: readonly WeighedWord[], options: Ranking, { memory, score }: Scored): Reasons {
  const number = index.numbers.get(memory.id) ?? -1
  const reasons = words.flatMap((word) => bestReason(index, word, number, options.cohesion) ?? [])
  const names = words.filter(({ word }) => weightIn(index, word.nameTerm, number) > 0)
  const name = RANKING.name ** names.length
  const date = options.isNearDate?.(memory.occurredAt) ? RANKING.date : 1
  const sum = reasons.reduce((total, reason) => total + reason.score, 0)
  return { words: reasons, name, date, session: Math.max(0, score - sum * name * date) }
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
