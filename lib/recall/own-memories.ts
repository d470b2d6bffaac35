import type { IndexRow } from '../../db/index-rows'
import { eachInTurns } from '../in-turns'
import { addRow } from './agent-memories'
import { agentOfSession, keepIndex, keptIndex } from './index-cache'

/**
 * Prepares for adding memories that this process stores in a session to the index of the agent, so that its next recall need not ask for them. Call it
 * before they are stored, and the function that it returns once they are committed. They are not added if other changes were applied meanwhile: these may
 * have come later. The next recall then gets them from the database.
 */
export function prepareToAdd(teamId: string, sessionId: string): (stored: readonly IndexRow[]) => Promise<void> {
  const agent = agentOfSession(teamId, sessionId)
  const indexed = agent && keptIndex(agent)
  const version = indexed?.version
  return async (stored) => {
    if (agent === undefined || indexed === undefined) return
    const isUnchanged = () => indexed.version === version && keptIndex(agent) === indexed
    await eachInTurns(stored, (row) => {
      if (isUnchanged()) addRow(indexed, row)
    })
    if (isUnchanged()) keepIndex(agent, indexed)
  }
}
