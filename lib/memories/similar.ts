import type { CallSession } from '../../db/call-session'
import type { NewMemory } from '../../db/memories'
import { listChosen } from '../../db/recall'
import { db } from '../process'
import { findMemories, type RankedMemory } from '../recall/find-memories'
import { filtersOf } from './filters'

const MOST_SIMILAR = 5
/** So much of a memory is searched for: more words take longer, and hardly change what is found. */
const SEARCHED_CHARACTERS = 400

/** The memories of a session's agent that are like one that was just stored, the most similar first. Nothing is counted as retrieved. */
export async function findSimilar(session: CallSession, { id, title, content }: NewMemory): Promise<RankedMemory[]> {
  const agent = { team_id: session.team_id, id: session.agent_row_id }
  const query = [title, content].filter(Boolean).join(' ').slice(0, SEARCHED_CHARACTERS).toWellFormed()
  const searched = { ...filtersOf({ limit: MOST_SIMILAR + 1 }), query, explain: false }
  const { memories } = await findMemories(agent, searched, async (choice) => ({ agent, found: await listChosen(db(), agent, choice) }))
  return memories.filter((memory) => memory.id !== id).slice(0, MOST_SIMILAR)
}
