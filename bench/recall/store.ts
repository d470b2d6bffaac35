import type { OpenSession } from '../sessions'
import { type Api, MAX_BATCH } from './api'
import { type Conversation, type ConversationSession, type Conversations, type Question, storableMemories } from './dataset'
import { inParallel } from './in-parallel'

/** Connections to the server, when memories are stored and when they are asked for. */
export const CONNECTIONS = 8

/** A question, the session in which to ask it, and the ids under which the server keeps what answers it. */
export interface StoredQuestion {
  question: Question
  session: OpenSession
  /** The key of each expected memory by its id. */
  keys: Map<string, string>
  /** Ids of the expected sessions; undefined where the data set names none. */
  sessionIds: Set<string> | undefined
}

export interface Stored {
  agents: number
  sessions: number
  memories: number
  questions: StoredQuestion[]
  /** Questions without an expected memory. */
  skipped: number
}

/** Stores each conversation as the memories of an agent of its own. Of what was stored only the ids of expected memories are kept here. */
export async function storeConversations(api: Api, conversations: Conversations): Promise<Stored> {
  const stored: Stored = { agents: 0, sessions: 0, memories: 0, questions: [], skipped: 0 }
  await inParallel(CONNECTIONS, conversations, async (conversation) => {
    const agentName = conversation.name
    await api.createAgent(agentName)
    const ids = await storeSessions(api, agentName, conversation)
    const asked = conversation.questions.filter(({ expected }) => expected.length > 0)
    stored.agents++
    stored.sessions += conversation.sessions.length
    stored.memories += ids.memories
    stored.skipped += conversation.questions.length - asked.length
    if (asked.length === 0) return
    const session = await api.activate(agentName)
    stored.questions.push(...asked.map((question) => ({ question, session, ...idsOf(question, ids) })))
  })
  return stored
}

interface Ids {
  ofMemories: Map<string, string[]>
  ofSessions: Map<string, string>
  memories: number
}

/** One session of the agent after the other, as the conversation had them. */
async function storeSessions(api: Api, agentName: string, { sessions }: Conversation): Promise<Ids> {
  const ids: Ids = { ofMemories: new Map(), ofSessions: new Map(), memories: 0 }
  for (const session of sessions) {
    await storeSession(api, agentName, session, ids)
    await api.deactivate(agentName)
  }
  return ids
}

async function storeSession(api: Api, agentName: string, { key, memories }: ConversationSession, ids: Ids): Promise<void> {
  const session = await api.activate(agentName)
  const storable = memories.flatMap(storableMemories)
  const stored: string[] = []
  for (let from = 0; from < storable.length; from += MAX_BATCH)
    stored.push(...(await api.remember(session, storable.slice(from, from + MAX_BATCH))))
  ids.ofSessions.set(key, session.id)
  ids.memories += stored.length
  for (const [place, id] of stored.entries()) {
    const memoryKey = storable[place]?.key ?? ''
    ids.ofMemories.set(memoryKey, [...(ids.ofMemories.get(memoryKey) ?? []), id])
  }
}

function idsOf(
  { text, expected, expectedSessions }: Question,
  { ofMemories, ofSessions }: Ids,
): Pick<StoredQuestion, 'keys' | 'sessionIds'> {
  const missing = [...expected.filter((key) => !ofMemories.has(key)), ...(expectedSessions ?? []).filter((key) => !ofSessions.has(key))]
  if (missing.length > 0) throw new Error(`The question "${text}" expects ${missing.join(', ')}, which the data set does not have.`)
  const keys = new Map(expected.flatMap((key) => (ofMemories.get(key) ?? []).map((id) => [id, key] as const)))
  return { keys, sessionIds: expectedSessions && new Set(expectedSessions.map((key) => ofSessions.get(key) ?? '')) }
}
