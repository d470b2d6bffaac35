import type { MemoryStatus, Trust } from './constants'
import { isOfStatus } from './fragments'
import { happenedAt } from './index-rows'

/** In which memories of a team is searched, and which of them are wanted. */
export interface SearchScope {
  teamId: string
  /** Row ids of the agents; null for all of the team. */
  agentRowIds: readonly string[] | null
  filters: SearchFilters
}

/** Each list is of what is wanted; an empty one stands for everything, except those of `tags`, all of which a memory must have. */
interface SearchFilters {
  types: readonly string[]
  tags: readonly string[]
  minConfidence: number
  createdAfter: Date | null
  createdBefore: Date | null
  occurredAfter: Date | null
  occurredBefore: Date | null
  sources: readonly string[]
  /** Who wrote the present version: `key KEY_ID` or `person PERSON_ID`. */
  authors: readonly string[]
  sessionIds: readonly string[]
  statuses: readonly MemoryStatus[]
  trust: readonly Trust[]
}

/** With so many agents, an index is searched once for each of them; with more, once for the team. */
const FEW_AGENTS = 50

/** True when so few agents are searched that each is looked up by itself. */
export const hasFewAgents = ({ agentRowIds }: SearchScope) => agentRowIds !== null && agentRowIds.length <= FEW_AGENTS

const isOneOf = (value: string, parameter: string) => `(cardinality(${parameter}) = 0 or ${value} = any (${parameter}))`

const AGENTS = '$2::uuid[]'

/** True for a row of memories of the agents. */
export const ofFewAgents = (row: string) => `${row}.team_id = $1::uuid and ${row}.agent_row_id = any (${AGENTS})`
/** True for a row of the team's memories, or of the agents where some are given. */
export const ofTeam = (row: string) => `${row}.team_id = $1::uuid and ${isOneOf(`${row}.agent_row_id`, AGENTS)}`
/** The same for a row of memories, found by the index of terms: it has the team as text, so that searches in one agent do not look it up. */
export const ofTeamByTerms = (row: string) => `${row}.team_id::text = $1::uuid::text and ${ofTeam(row)}`

/** The agents of the scope: those that are not deleted. */
export const isSearchedAgent = (a: string) => `${a}.team_id = $1::uuid and ${a}.deleted_at is null and ${isOneOf(`${a}.id`, AGENTS)}`

/** True for a memory that is searched: one with a status and a trust that are wanted. */
export const isOfSearch = (m: string) => `(${isOfStatus(m, '$13::text[]')} and ${m}.trust = any ($14::text[]))`

/** True for a memory that the other filters allow; their parameters follow the team and the agents. */
export const hasSearchedFields = (
  m: string,
) => `${isOneOf(`${m}.type`, '$3::text[]')} and ${m}.tags @> $4::text[] and ${m}.confidence >= $5::float8
    and ${m}.created_at between $6::timestamptz and $7::timestamptz
    and ${happenedAt(m)} between $8::timestamptz and $9::timestamptz
    and ${isOneOf(`${m}.source`, '$10::text[]')} and ${isOneOf(`(${m}.by_kind || ' ' || ${m}.by_id)`, '$11::text[]')}
    and ${isOneOf(`${m}.session_id`, '$12::text[]')}`

/** True when there is a filter other than those by status and trust. */
export const IS_FILTERED = `(cardinality($3::text[]) + cardinality($4::text[]) + cardinality($10::text[]) + cardinality($11::text[]) + cardinality($12::text[]) > 0
    or $5::float8 > 0 or $6::timestamptz > '-infinity' or $7::timestamptz < 'infinity' or $8::timestamptz > '-infinity' or $9::timestamptz < 'infinity')`

/** True for a memory that all filters allow. */
export const matchesSearchFilters = (m: string) => `${hasSearchedFields(m)} and ${isOfSearch(m)}`

/** The nth parameter after those of `scopeValues`. */
export const afterScope = (nth: number) => `$${14 + nth}`

/** The values of the parameters of these fragments. */
export function scopeValues({ teamId, agentRowIds, filters }: SearchScope): unknown[] {
  const { types, tags, minConfidence, createdAfter, createdBefore, occurredAfter, occurredBefore } = filters
  const dates = [createdAfter ?? '-infinity', createdBefore ?? 'infinity', occurredAfter ?? '-infinity', occurredBefore ?? 'infinity']
  const { sources, authors, sessionIds, statuses, trust } = filters
  return [teamId, agentRowIds ?? [], types, tags, minConfidence, ...dates, sources, authors, sessionIds, statuses, trust]
}
