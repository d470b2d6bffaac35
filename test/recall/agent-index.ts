import { type AgentIndex, addMemory, createAgentIndex } from '../../lib/recall/agent-index'
import { analyzeMemory, weightedTerms } from '../../lib/recall/analyze'
import { type SearchOptions, search } from '../../lib/recall/search'

export interface TestMemory {
  content: string
  title?: string
  tags?: string[]
  type?: string
  /** The session `1` when absent. */
  session?: string
  occurredAt?: string
}

export const NOW = new Date('2026-06-15T12:00:00Z')

/** An index of memories whose ids are their places, from 0 on. */
export function indexOf(memories: readonly (string | TestMemory)[]): AgentIndex {
  const index = createAgentIndex()
  memories.forEach((memory, place) => {
    addTo(index, typeof memory === 'string' ? { content: memory } : memory, place)
  })
  return index
}

export function addTo(index: AgentIndex, memory: TestMemory, place: number): void {
  const { content, title = null, tags = [], type = 'fact', session = '1', occurredAt = NOW.toISOString() } = memory
  const analysis = analyzeMemory({ content, title, tags })
  const stored = { id: String(place), sessionId: session, seq: place, type, tags, confidence: 1, createdAt: NOW.getTime() }
  addMemory(index, { ...stored, length: analysis.length, occurredAt: Date.parse(occurredAt) }, weightedTerms(analysis))
}

/** The places of the memories that a query finds, the best first. */
export function find(index: AgentIndex, query: string, options: Partial<SearchOptions> = {}): number[] {
  return search(index, query, { limit: 10, now: NOW, ...options }).map(({ memory }) => Number(memory.id))
}
