import { CompiledQuery } from 'kysely'
import { statusOf } from './fragments'
import { CHOSEN, COUNTED_MATCHES, positionValues, statementsOf } from './memories-of-team'
import { matchesSearchFilters, ofTeam, type SearchScope, scopeValues } from './memory-search-filters'
import type { Db } from './schema'
import { hotStatement } from './statement-hooks'

/** The fields by which matching memories are counted. `author` is who wrote the present version: `key KEY_ID` or `person PERSON_ID`. */
const FACETS = ['agent', 'type', 'tag', 'source', 'author', 'status', 'trust'] as const

/** A value of a field with how many of the matching memories have it, and the name to show for it. */
export interface FacetValue {
  value: string
  name: string
  count: number
}

/** How many memories match, counted up to COUNTED_MATCHES, and for each field its most frequent values among these. */
export interface CountedFacets {
  count: number
  /** False when more match: values may be missing then, and each may have more. */
  isComplete: boolean
  /** When they were counted. */
  now: Date
  values: Record<(typeof FACETS)[number], FacetValue[]>
}

const MOST_VALUES = 50

/** What is counted of a memory `m`. */
const COLUMNS = `m.agent_row_id, m.type, m.tags, m.source, m.by_kind, m.by_id, ${statusOf('m')} as status, m.trust, m.occurred_at, m.created_at, m.id`

const countBy = (facet: string, value: string, from = 'latest c') =>
  `select '${facet}' as facet, ${value} as value, count(*)::integer as count from ${from} group by 2`

/** Counts the rows of `matching` and the values of the first COUNTED_MATCHES of them, and names agents and authors. */
const COUNTS = `latest as (select * from matching limit ${COUNTED_MATCHES}), counted as (
    ${countBy('type', 'c.type')} union all ${countBy('source', 'c.source')} union all ${countBy('status', 'c.status')} union all ${countBy('trust', 'c.trust')}
    union all ${countBy('tag', 't.tag', 'latest c cross join unnest(c.tags) as t (tag)')}
    union all ${countBy('agent', 'c.agent_row_id::text')}
    union all select 'author', c.by_kind || ' ' || c.by_id, count(*)::integer from latest c where c.by_id is not null group by 2
    union all select 'all', to_char(memanto_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), count(*)::integer from matching c
  ), numbered as (select c.*, row_number() over (partition by c.facet order by c.count desc, c.value) as nth from counted c)
  select n.facet, coalesce(a.name, n.value) as value, coalesce(a.name, k.name, nullif(p.name, ''), p.email, n.value) as name, n.count
  from numbered n
  left join agents a on a.team_id = $1::uuid and a.id = case n.facet when 'agent' then n.value::uuid end
  left join api_keys k on k.team_id = $1::uuid and k.id = case when n.facet = 'author' and n.value like 'key %' then substr(n.value, 5) end
  left join people p on p.id = case when n.facet = 'author' and n.value like 'person %' then substr(n.value, 8)::uuid end
  where n.nth <= ${MOST_VALUES} order by n.facet, n.nth`

const latestFor = statementsOf('latest_facets', (latest) => `with matching as (${latest(COLUMNS)}), ${COUNTS}`)

/** Counts the latest matching memories of several agents by their fields, COUNTED_MATCHES at most. */
export async function countFacets(db: Db, scope: SearchScope): Promise<CountedFacets> {
  const values = [...scopeValues(scope), COUNTED_MATCHES + 1, ...positionValues(undefined)]
  return facetsOf((await db.executeQuery<Row>(CompiledQuery.raw(latestFor(scope), values))).rows)
}

const OF_CHOSEN = hotStatement(
  'chosen_facets',
  `with matching as (select ${COLUMNS} from memories m where ${CHOSEN} and ${ofTeam('m')} and ${matchesSearchFilters('m')}), ${COUNTS}`,
)

/** Counts those of some memories that still match by their fields. */
export async function countFacetsOf(db: Db, scope: SearchScope, ids: readonly string[]): Promise<CountedFacets> {
  return facetsOf((await db.executeQuery<Row>(CompiledQuery.raw(OF_CHOSEN, [...scopeValues(scope), ids]))).rows)
}

interface Row extends FacetValue {
  facet: (typeof FACETS)[number] | 'all'
}

function facetsOf(rows: Row[]): CountedFacets {
  const all = rows.find(({ facet }) => facet === 'all')
  const count = all?.count ?? 0
  const valuesOf = (wanted: string) =>
    rows.filter(({ facet }) => facet === wanted).map(({ value, name, count }) => ({ value, name, count }))
  return {
    count: Math.min(count, COUNTED_MATCHES),
    isComplete: count <= COUNTED_MATCHES,
    now: all ? new Date(all.value) : new Date(),
    values: {
      agent: valuesOf('agent'),
      type: valuesOf('type'),
      tag: valuesOf('tag'),
      source: valuesOf('source'),
      author: valuesOf('author'),
      status: valuesOf('status'),
      trust: valuesOf('trust'),
    },
  }
}
