import { type CountedFacets, countFacets, countFacetsOf } from '../../db/memory-facets'
import { dbFor, type Principal } from '../auth/principal'
import { MEMORY_STATUSES } from '../memories/rules'
import { type Rank, rankAcross } from './rank'
import { type FilterInput, scopeFor } from './scope'

export type { FacetValue } from '../../db/memory-facets'

type Values = CountedFacets['values']

/** How many memories match a search, and how many of them have each value of a field. */
export interface MemoryFacets extends CountedFacets {
  /** Fields of which only the latest 1,000 memories were counted: values may be missing, and each may have more. */
  incomplete: ReadonlySet<keyof Values>
}

export interface FacetInput extends FilterInput {
  q?: string | undefined
  /** How a query is ranked, as for a search. */
  rank?: Rank
}

type Reader = Principal<'memories:read'>

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
  const [all, ...others] = await Promise.all([
    countFor(principal, input),
    ...fieldsIn(input).map(async (field) => ({ field, found: await countWithout(principal, input, field) })),
  ])
  const values: Values = { ...all.values }
  const incomplete = new Set(all.isComplete ? [] : FIELDS)
  for (const { field, found } of others) {
    values[field] = found.values[field]
    if (found.isComplete) incomplete.delete(field)
    else incomplete.add(field)
  }
  return { ...all, values, incomplete }
}

/**
 * Counts what matches without the filter by a field. Without a query, memories that are not active are counted apart from the active ones: an index has them,
 * and they are counted however many the others are.
 */
async function countWithout(principal: Reader, input: FacetInput, field: Field): Promise<CountedFacets> {
  if (field !== 'status' || input.q !== undefined) return countFor(principal, { ...input, ...copyOf(WITHOUT[field]) })
  const [active, others] = await Promise.all([
    countFor(principal, { ...input, status: ['active'] }),
    countFor(principal, { ...input, status: MEMORY_STATUSES.filter((status) => status !== 'active') }),
  ])
  return { ...others, values: { ...others.values, status: [...active.values.status, ...others.values.status] } }
}

type Field = keyof typeof WITHOUT
const FIELDS = ['agent', 'type', 'tag', 'source', 'author', 'status', 'trust'] as const

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

const nothing = (): CountedFacets => ({
  count: 0,
  isComplete: true,
  now: new Date(),
  values: { agent: [], type: [], tag: [], source: [], author: [], status: [], trust: [] },
})

async function countFor(principal: Reader, { q, rank = rankAcross, ...filter }: FacetInput): Promise<CountedFacets> {
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
