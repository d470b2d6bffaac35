import { countFacets, countFacetsOf, type MemoryFacets } from '../../db/memory-facets'
import { dbFor, type Principal } from '../auth/principal'
import { type Rank, rankAcross } from './rank'
import { type FilterInput, scopeFor } from './scope'

export type { FacetValue, MemoryFacets } from '../../db/memory-facets'

export interface FacetInput extends FilterInput {
  q?: string | undefined
  /** How a query is ranked, as for a search. */
  rank?: Rank
}

type Reader = Principal<'memories:read'>
type Values = MemoryFacets['values']

/** What a search is like without its filter by a field, so that the other choices of that filter can be counted. */
const WITHOUT = {
  agent: { agentName: [] },
  type: { type: [] },
  tag: { tags: [] },
  source: { source: [] },
  author: { keyId: [], personId: [] },
  status: { status: ['all'] },
} as const satisfies Partial<Record<keyof Values, Partial<{ [Name in keyof FilterInput]: readonly unknown[] }>>>

/**
 * Counts the memories that match a search, up to 1,000, and for each field how many have each of its values. The values of a field by which is filtered are
 * counted without that filter: so many would each choice leave.
 */
export async function countMemoryFacets(principal: Reader, input: FacetInput): Promise<MemoryFacets> {
  const filtered = fieldsIn(input)
  const [all, ...others] = await Promise.all([
    countFor(principal, input),
    ...filtered.map(async (field) => ({ field, found: await countFor(principal, { ...input, ...copyOf(WITHOUT[field]) }) })),
  ])
  const values: Values = { ...all.values }
  for (const { field, found } of others) values[field] = found.values[field]
  return { ...all, values }
}

type Field = keyof typeof WITHOUT

/** The fields by which is filtered. The status always is one: memories that are not active are left out. */
function fieldsIn({ agentName, type, tags, source, keyId, personId }: FacetInput): Field[] {
  const isSet: Record<Field, boolean> = {
    agent: agentName.length > 0,
    type: type.length > 0,
    tag: tags.length > 0,
    source: source.length > 0,
    author: keyId.length + personId.length > 0,
    status: true,
  }
  return (Object.keys(WITHOUT) as Field[]).filter((field) => isSet[field])
}

const copyOf = (without: (typeof WITHOUT)[Field]): Partial<FilterInput> =>
  Object.fromEntries(Object.entries(without).map(([name, values]) => [name, [...values]]))

const nothing = (): MemoryFacets => ({
  count: 0,
  isComplete: true,
  now: new Date(),
  values: { agent: [], type: [], tag: [], source: [], author: [], status: [], trust: [] },
})

async function countFor(principal: Reader, { q, rank = rankAcross, ...filter }: FacetInput): Promise<MemoryFacets> {
  const db = dbFor(principal)
  const scope = await scopeFor(db, principal, filter)
  if (scope === undefined) return nothing()
  if (q === undefined) return countFacets(db, scope)
  const { memories: ranked, isComplete } = await rank(db, scope, q)
  const ids = ranked.map(({ id }) => id)
  const counted = await countFacetsOf(db, scope, ids)
  return { ...counted, isComplete: counted.isComplete && isComplete }
}

/** Counts the memories that need a review, of one agent or of all, by their trust. */
export async function countToReview(principal: Reader, agentName?: string): Promise<{ unreviewed: number; quarantined: number }> {
  const ofAgent = agentName === undefined ? [] : [agentName]
  const filters: FilterInput = { ...EVERYTHING, agentName: ofAgent, status: ['active'], trust: ['unreviewed', 'quarantined'] }
  const { values } = await countFor(principal, filters)
  const count = (wanted: string) => values.trust.find(({ value }) => value === wanted)?.count ?? 0
  return { unreviewed: count('unreviewed'), quarantined: count('quarantined') }
}

/** Filters that leave every memory. */
export const EVERYTHING: FilterInput = {
  agentName: [],
  type: [],
  tags: [],
  source: [],
  keyId: [],
  personId: [],
  sessionId: [],
  status: ['all'],
  trust: ['all'],
  minConfidence: 0,
}
