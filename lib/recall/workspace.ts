import type { AgentIndex } from './agent-index'
import { RANKING } from './ranking-rules'

/** Numbers by the number of a memory, all 0 between two searches. They are kept, since making them again takes longer than a search. */
export const workspace = newWorkspace(1024)

/** A session has a memory at least, so that there are not more sessions than memories. */
function newWorkspace(memories: number) {
  return {
    values: new Float64Array(memories),
    reached: new Float64Array(memories),
    scores: new Float64Array(memories),
    bestScores: new Float64Array(memories * RANKING.bestOfSession),
  }
}

/** Makes room for so many memories. */
export function reserve(memories: number): void {
  if (workspace.scores.length < memories) Object.assign(workspace, newWorkspace(2 ** Math.ceil(Math.log2(memories))))
}

/** Sets to 0 what a search wrote for the memories given. */
export function clear({ sessions }: AgentIndex, matching: readonly number[]): void {
  const { scores, bestScores } = workspace
  for (const number of matching) {
    scores[number] = 0
    const first = (sessions[number] ?? 0) * RANKING.bestOfSession
    if (bestScores[first] !== 0) bestScores.fill(0, first, first + RANKING.bestOfSession)
  }
}

/** Puts a score among the best ones of its session, which are in falling order, if it is one of them. */
export function insertScore(session: number, score: number): void {
  const { bestScores } = workspace
  const first = session * RANKING.bestOfSession
  let at = first + RANKING.bestOfSession
  while (at > first && score > (bestScores[at - 1] ?? 0)) at--
  if (at === first + RANKING.bestOfSession) return
  bestScores.copyWithin(at + 1, at, first + RANKING.bestOfSession - 1)
  bestScores[at] = score
}

/** What the best scores of a session add to the score of each of its memories. */
export function sessionBonus(session: number): number {
  const first = session * RANKING.bestOfSession
  let sum = 0
  for (let at = first; at < first + RANKING.bestOfSession; at++) sum += workspace.bestScores[at] ?? 0
  return (RANKING.session / RANKING.bestOfSession) * sum
}
