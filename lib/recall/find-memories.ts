import { findCandidates } from '../../db/recall-candidates'
import { type Choice, type ChosenMemories, MOST_CHANGES, NOT_KEPT, NOTHING_KNOWN } from '../../db/recall-choice'
import type { RecallFilters } from '../../db/recall-search'
import type { AgentKey, Memory } from '../../db/schema'
import { fail } from '../errors'
import { db } from '../process'
import { type AgentMemories, applyChanges, createAgentMemories, isWornOut, knownChanges, setSince } from './agent-memories'
import { ANALYSIS_VERSION } from './analyze'
import { buildFrom, buildInBackground, firstBuildEnded } from './build-index'
import { candidateTerms, rankCandidates } from './candidate-index'
import { inColdTurn } from './cold-turns'
import { dropIndex, hasRoomFor, keepIndex, keptIndex } from './index-cache'
import { isWanted } from './is-wanted'
import type { Reasons } from './reasons'
import { type Ranked, search } from './search'

/** A memory with its score, which is comparable only within one result; null when memories are not ranked. */
export type RankedMemory<Found extends Memory = Memory> = Found & { score: number | null; reasons?: Reasons | undefined }

/** What is searched for in an agent's memories. */
export interface MemorySearch extends RecallFilters {
  query: string
  explain: boolean
}

interface Reply<Found extends Memory = Memory> {
  agent: AgentKey
  found: ChosenMemories<Found>
}

/** Asks the database for the memories that were chosen. Returns undefined when the caller may read none. */
type Ask<Found extends Memory> = (choice: Choice) => Promise<Reply<Found> | undefined>

/** What was chosen, and from what: an index as it was then, candidates that the database found, or nothing that was known yet. */
interface Ranking {
  ranked: Ranked[]
  from: { indexed: AgentMemories; version: number } | 'candidates' | 'nothing'
  /**
   * Whether the index must be as the next statement finds the memories. It need not be when a statement of this search has brought it up to date
   * already; then only the chosen memories must still be as they were.
   */
  mustBeCurrent: boolean
  /** False when memories that match may be missing. An index has all of them. */
  isComplete: boolean
}

/** What a search found. */
export interface RecalledMemories<Found extends Memory = Memory> {
  memories: RankedMemory<Found>[]
  /** False when the search could not go through everything that may match: see docs/spec.md, section 9.1. */
  isComplete: boolean
}

const NOTHING: Ranking = { ranked: [], from: 'nothing', mustBeCurrent: true, isComplete: true }

/** So often a search is tried again because memories changed meanwhile. Each time, another one has made progress. */
const MOST_ATTEMPTS = 100

/**
 * Finds the memories of an agent that match a query best. They are chosen from the index in this process, and in one statement the database says
 * whether the index is current and returns the memories; if it is not, it returns what changed, and they are chosen again. Memories that are not
 * active are found by the database. `agent` is undefined if it is not known before the first statement.
 */
export async function findMemories<Found extends Memory>(
  agent: AgentKey | undefined,
  searched: MemorySearch,
  ask: Ask<Found>,
): Promise<RecalledMemories<Found>> {
  if (agent) await firstBuildEnded(agent)
  let ranking = await chooseFirst(agent, searched)
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const reply = await ask(choiceOf(ranking, searched))
    if (reply === undefined) return { memories: [], isComplete: true }
    if (reply.found.isAnswer) return { memories: takeAnswer(reply.found, ranking), isComplete: ranking.isComplete }
    ranking = await chooseAgain(reply, ranking, searched)
  }
  return fail('overloaded', 'The memories of this agent change too fast to be searched. Try again in a moment.')
}

/** An index has active memories only. */
const isIndexed = ({ statuses }: MemorySearch) => statuses.every((status) => status === 'active')

async function chooseFirst(agent: AgentKey | undefined, searched: MemorySearch): Promise<Ranking> {
  if (agent && !isIndexed(searched)) return findInDatabase(agent, searched)
  const kept = agent && keptIndex(agent)
  return kept ? chooseFrom(agent, kept, searched, true) : NOTHING
}

function chooseFrom(agent: AgentKey, indexed: AgentMemories, searched: MemorySearch, mustBeCurrent: boolean): Ranking {
  const bytesBefore = indexed.index.bytes
  const ranked = search(indexed.index, searched.query, { ...optionsOf(searched), isWanted: isWanted(searched) })
  // The first search that compares words makes the vocabulary.
  if (indexed.index.bytes > bytesBefore && keptIndex(agent) === indexed) keepIndex(agent, indexed)
  return { ranked, from: { indexed, version: indexed.version }, mustBeCurrent, isComplete: true }
}

const optionsOf = ({ limit, explain }: MemorySearch) => ({ limit, explain, now: new Date() })

/** A choice that no memory has, so that it is never the answer. */
const IMPOSSIBLE = [{ id: '', txid: '0' }]

function choiceOf({ ranked, from, mustBeCurrent }: Ranking, searched: MemorySearch): Choice {
  const chosen = ranked.map(({ memory: { id, txid = '0' } }) => ({ id, txid }))
  const common = { chosen, mustBeCurrent, analysis: ANALYSIS_VERSION, statuses: searched.statuses }
  // The statement only says which agent it is: without an active memory there would be no change, and nothing would be the answer.
  if (from === 'nothing' && !isIndexed(searched)) return { ...common, ...NOT_KEPT, known: [], chosen: IMPOSSIBLE }
  if (from === 'nothing') return { ...common, ...NOTHING_KNOWN, known: [] }
  if (from === 'candidates') return { ...common, ...NOT_KEPT, known: [] }
  const { indexed } = from
  return { ...common, since: String(indexed.since), keptFrom: indexed.keptFrom, known: knownChanges(indexed) }
}

function takeAnswer<Found extends Memory>(
  { memories, changeCount, since }: ChosenMemories<Found>,
  { ranked, from }: Ranking,
): RankedMemory<Found>[] {
  if (typeof from === 'object' && from.indexed.version === from.version && changeCount === 0) setSince(from.indexed, since)
  return memories.map((memory, i) => Object.assign(memory, { score: ranked[i]?.score ?? null, reasons: ranked[i]?.reasons }))
}

async function chooseAgain({ agent, found }: Reply, { from }: Ranking, searched: MemorySearch): Promise<Ranking> {
  if (!isIndexed(searched)) return findInDatabase(agent, searched)
  if (typeof from === 'object') return chooseFromUpdated(agent, from, found, searched)
  await firstBuildEnded(agent)
  const kept = keptIndex(agent)
  if (kept) return chooseFrom(agent, kept, searched, true)
  if (from === 'nothing' && found.changeCount <= MOST_CHANGES) return chooseFromAll(agent, found, searched)
  return chooseFromCandidates(agent, searched)
}

function chooseFromUpdated(
  agent: AgentKey,
  { indexed, version }: { indexed: AgentMemories; version: number },
  found: ChosenMemories,
  searched: MemorySearch,
): Ranking {
  const kept = keptIndex(agent)
  if (kept && kept !== indexed) return chooseFrom(agent, kept, searched, true)
  if (indexed.version !== version) return chooseFrom(agent, indexed, searched, true)
  if (!canBeUpdated(indexed, found)) {
    dropIndex(agent, indexed)
    return NOTHING
  }
  applyChanges(indexed, found)
  keepIndex(agent, indexed)
  return chooseFrom(agent, indexed, searched, false)
}

/** Without a change that the index does not know, and without a memory in it that has expired, the database was changed by hand. */
const canBeUpdated = (indexed: AgentMemories, { isIndexValid, changeCount, expired }: ChosenMemories) =>
  isIndexValid &&
  changeCount <= MOST_CHANGES &&
  !isWornOut(indexed) &&
  (changeCount > 0 || expired.some((id) => indexed.index.numbers.has(id)))

/** Few memories are all changes that an index without memories does not know. */
async function chooseFromAll(agent: AgentKey, found: ChosenMemories, searched: MemorySearch): Promise<Ranking> {
  const indexed = createAgentMemories(found)
  await buildFrom(
    agent,
    indexed,
    found.stored.sort((a, b) => a.seq - b.seq),
  )
  return chooseFrom(agent, indexed, searched, false)
}

/** While there is no index of many memories, the database finds those that may match; the index is built meanwhile. */
async function chooseFromCandidates(agent: AgentKey, searched: MemorySearch): Promise<Ranking> {
  if (!hasRoomFor(agent)) return findInDatabase(agent, searched)
  return inColdTurn(agent, () => {
    const kept = keptIndex(agent)
    return kept ? chooseFrom(agent, kept, searched, true) : findInDatabase(agent, searched)
  })
}

async function findInDatabase(agent: AgentKey, searched: MemorySearch): Promise<Ranking> {
  const { query, explain: _, limit: __, ...filters } = searched
  const candidates = await findCandidates(db(), agent, { ...filters, ...candidateTerms(query), analysis: ANALYSIS_VERSION })
  buildInBackground(agent, candidates.size)
  const ranked = rankCandidates(candidates, query, optionsOf(searched))
  return { ranked, from: 'candidates', mustBeCurrent: false, isComplete: candidates.isComplete }
}
