import { type AgentIndex, countMemories } from './agent-index'
import type { QueryWord } from './analyze'
import { RANKING } from './ranking-rules'

/** How a term that stands for a word of the query was found: the word itself, one like it with typing errors, or one with a part in common. */
export type Match = 'exact' | 'similar' | 'part'

/** A term that stands for a word of the query. */
export interface Variant {
  term: string
  match: Match
  /** What part of the word's weight it has: 1 for the word itself, less for others. */
  likeness: number
}

/** A word of the query with the terms that stand for it. */
export interface WordVariants {
  word: QueryWord
  variants: readonly Variant[]
}

export interface WeighedVariant extends Variant {
  weight: number
}

/** A word of the query with the terms that stand for it, each with its weight in the ranking. */
export interface WeighedWord {
  word: QueryWord
  variants: readonly WeighedVariant[]
  /** Whether so many memories have it that it says nothing of their neighbours. */
  isFrequent: boolean
}

/**
 * Weighs the words of a query: rare ones more than frequent ones. A term like a word weighs no more than the word itself would, so that a rare
 * misspelling does not outweigh the right spelling. Words that hardly weigh anything are left out.
 */
export function weighWords(index: AgentIndex, words: readonly WordVariants[]): WeighedWord[] {
  const weighed = words.map((word) => weighWord(index, word))
  const weights = weighed.map(({ variants }) => Math.max(0, ...variants.map(({ weight }) => weight)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weighed.filter((_, i) => (weights[i] ?? 0) > RANKING.skip * total)
}

function weighWord(index: AgentIndex, { word, variants }: WordVariants): WeighedWord {
  const factor = (word.kind === 'pair' ? RANKING.pair : 1) * (word.isCommon ? RANKING.common : 1)
  let count = 0
  for (const { term, match } of variants) if (match === 'exact') count += countMemories(index, term)
  const most = count === 0 ? Number.POSITIVE_INFINITY : rarity(index.size, count)
  const weighed: WeighedVariant[] = []
  let memories = 0
  for (const variant of variants) {
    const ofTerm = countMemories(index, variant.term)
    if (ofTerm === 0) continue
    memories += ofTerm
    const ofVariant = variant.match === 'exact' ? most : Math.min(most, rarity(index.size, ofTerm))
    weighed.push({ ...variant, weight: variant.likeness * ofVariant * factor })
  }
  return { word, variants: weighed, isFrequent: isFrequent(memories, index.size) }
}

function isFrequent(memories: number, size: number): boolean {
  const { alwaysSpread, mostSpread, spreadUpTo } = RANKING
  return memories > Math.max(alwaysSpread, Math.min(mostSpread, spreadUpTo * size))
}

/** The inverse document frequency of BM25, for what so many of an agent's memories have. */
export function rarity(size: number, count: number): number {
  const memories = Math.min(count, size)
  return Math.log(1 + (size - memories + 0.5) / (memories + 0.5))
}
