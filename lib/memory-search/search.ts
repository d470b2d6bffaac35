import {
  listAndCountMatches,
  listLatestAcross,
  type MatchCounts,
  type MemoryOfTeam,
  readAndCountChosen,
  readChosenAcross,
} from '../../db/memories-of-team'
import type { SearchScope } from '../../db/memory-search-filters'
import { dbFor, type Principal } from '../auth/principal'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import type { Reasons } from '../recall/reasons'
import { type Rank, type RankedId, rankAcross } from './rank'
import { type FilterInput, scopeFor } from './scope'

export interface SearchInput extends FilterInput {
  q?: string | undefined
  /** Whether the reasons for each score are returned, for a query. */
  explain?: boolean | undefined
  limit: number
  cursor?: string | undefined
  /** How a query is ranked: a page ranks once for its list and its counts, see `rankOnce`. */
  rank?: Rank
}

/** A page of memories of several agents. */
export interface FoundMemories {
  memories: (MemoryOfTeam & { score: number | null; reasons?: Reasons | undefined })[]
  nextCursor: string | null
  /** How many match, with the agents that have most of them; on the first page only. */
  matches: MatchCounts | null
}

const NOTHING: FoundMemories = { memories: [], nextCursor: null, matches: { count: 0, isComplete: true, agents: [] } }

/**
 * A page of the memories that match, of all agents that the caller reaches: the best first with a query, else the latest first. Nothing is counted as retrieved.
 */
export async function searchMemories(principal: Principal<'memories:read'>, input: SearchInput): Promise<FoundMemories> {
  const scope = await scopeFor(dbFor(principal), principal, input)
  const { q, cursor, rank = rankAcross } = input
  const list = q === undefined ? 'latest memories' : `memories by ${q}`
  const from = readCursor(principal.teamId, list, cursor)
  if (scope === undefined) return { ...NOTHING, matches: cursor === undefined ? NOTHING.matches : null }
  if (q !== undefined) return searchByQuery(principal, scope, { ...input, q }, { list, after: from && positionIn(from.id), rank })
  const db = dbFor(principal)
  const { memories: found, matches } =
    cursor === undefined
      ? await listAndCountMatches(db, scope, input.limit + 1)
      : { memories: await listLatestAcross(db, scope, input.limit + 1, from), matches: null }
  const { shown, nextCursor } = toPage(found, input.limit, (last) =>
    writeCursor(principal.teamId, list, { time: last.occurred_at ?? last.created_at, id: last.id }),
  )
  return { memories: shown.map((memory) => ({ ...memory, score: null })), nextCursor, matches }
}

/** Every page ranks again, and goes on after the score and number of the last memory shown. */
async function searchByQuery(
  principal: Principal<'memories:read'>,
  scope: SearchScope,
  { q, limit, explain }: { q: string; limit: number; explain?: boolean | undefined },
  { list, after, rank }: { list: string; after: Position | undefined; rank: Rank },
): Promise<FoundMemories> {
  const db = dbFor(principal)
  const { memories: ranked, isComplete } = await rank(db, scope, q, explain)
  const rest = after === undefined ? ranked : ranked.filter((memory) => isBehind(memory, after))
  const { shown, nextCursor } = toPage(rest, limit, ({ score, seq }) =>
    writeCursor(principal.teamId, list, { time: new Date(0), id: JSON.stringify([score, seq]) }),
  )
  const ids = { shown: shown.map(({ id }) => id), ranked: ranked.map(({ id }) => id) }
  const { memories, matches } =
    after === undefined
      ? await readAndCountChosen(db, scope, ids)
      : { memories: await readChosenAcross(db, scope, ids.shown), matches: null }
  return { memories: inOrder(shown, memories), nextCursor, matches: matches && { ...matches, isComplete } }
}

/** One that was changed meanwhile so that it no longer matches is left out. */
function inOrder(shown: RankedId[], memories: MemoryOfTeam[]) {
  const found = new Map(memories.map((memory) => [memory.id, memory]))
  return shown.flatMap(({ id, score, reasons }) => {
    const memory = found.get(id)
    return memory === undefined ? [] : [{ ...memory, score, reasons }]
  })
}

type Position = Pick<RankedId, 'score' | 'seq'>

function positionIn(text: string): Position {
  const [score, seq] = JSON.parse(text) as [number, number]
  return { score, seq }
}

const isBehind = ({ score, seq }: RankedId, after: Position) => score < after.score || (score === after.score && seq < after.seq)
