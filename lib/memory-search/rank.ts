import { findCandidatesAcross, MOST_RANKED } from '../../db/memory-search'
import type { SearchScope } from '../../db/memory-search-filters'
import type { Db } from '../../db/schema'
import { ANALYSIS_VERSION } from '../recall/analyze'
import { candidateTerms, rankCandidates } from '../recall/candidate-index'
import type { Reasons } from '../recall/reasons'

/** A memory with its score, which is comparable within one search. */
export interface RankedId {
  id: string
  seq: number
  score: number
  /** With `explain` only. */
  reasons?: Reasons | undefined
}

/** The memories that match a query best, the best first. */
interface Ranked {
  memories: RankedId[]
  /** False when there are more. */
  isComplete: boolean
}

/**
 * The memories of several agents that match a query best, the best first, MOST_RANKED at most. Candidates of all agents are ranked together as recall ranks those of one,
 * so that a word is as rare as it is among all of them, and scores of different agents are comparable. The same memories always have the same order.
 */
export async function rankAcross(db: Db, scope: SearchScope, query: string, explain = false): Promise<Ranked> {
  const candidates = await findCandidatesAcross(db, scope, { ...candidateTerms(query), analysis: ANALYSIS_VERSION })
  const found = rankCandidates(candidates, query, { limit: MOST_RANKED, now: new Date(), explain })
  return {
    memories: found.map(({ memory: { id, seq }, score, reasons }) => ({ id, seq, score, reasons })),
    isComplete: candidates.isComplete && found.length < MOST_RANKED,
  }
}

export type Rank = typeof rankAcross

/** Returns a `rankAcross` that ranks each search once, with reasons: for a page that lists and counts what it finds. */
export function rankOnce(): Rank {
  const rankings = new Map<string, Promise<Ranked>>()
  return (db, scope, query) => {
    const search = JSON.stringify([scope, query])
    const ranking = rankings.get(search) ?? rankAcross(db, scope, query, true)
    rankings.set(search, ranking)
    return ranking
  }
}
