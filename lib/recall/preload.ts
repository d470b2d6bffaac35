import { type ActiveAgent, listActiveAgents } from '../../db/active-agents'
import { listTeamIds } from '../../db/teams'
import { db, lifecycle } from '../process'
import { buildInBackground, buildsEnded } from './build-index'
import { keptIndex, rememberAgent } from './index-cache'

/** So many indexes are built after a start, with so many memories together: a few seconds of one core, and about 30 MB. */
const MOST = { agents: 200, memories: 50_000 }
/** A team with many agents leaves some for other teams. */
const MOST_OF_TEAM = 50

/**
 * Builds the indexes of agents that have an active session, so that their first recall after a start of the server takes as long as later ones. One is
 * built after the other, and requests are answered meanwhile.
 */
export async function preloadIndexes(): Promise<void> {
  const left = { ...MOST }
  for (const teamId of await listTeamIds(db())) {
    if (left.agents === 0) return
    for (const active of await listActiveAgents(db(), teamId, Math.min(left.agents, MOST_OF_TEAM))) {
      if (lifecycle().stopping) return
      if (active.memories === 0 || active.memories > left.memories) continue
      left.agents--
      left.memories -= active.memories
      await preload(teamId, active)
    }
  }
}

async function preload(teamId: string, { agent_row_id: id, session_id, memories }: ActiveAgent): Promise<void> {
  const agent = { team_id: teamId, id }
  rememberAgent(session_id, agent)
  if (keptIndex(agent) === undefined) buildInBackground(agent, memories)
  await buildsEnded()
}
