import { z } from 'zod'
import { cursor, limit, tagList, text, time } from '../input/fields'
import { criteria, knownParameters, parameters } from '../input/parameters'
import { confidence, memoryId, query, reason, TYPE_ALIASES, type } from '../memories/input'
import { MEMORY_STATUSES, TRUST_LEVELS } from '../memories/rules'
import { ACTS } from './acts'

const MOST_VALUES = 100

const anyOf = (length: number, of: string) =>
  z
    .array(text(length))
    .max(MOST_VALUES, `may be at most ${MOST_VALUES}`)
    .default([])
    .meta({ description: `Only memories ${of}.` })

/** What searches in the memories of a team are limited to. */
const SEARCH_FILTERS = {
  agent_id: anyOf(64, 'of these agents'),
  type: z.array(type).default([]).meta({ description: 'Only memories of these types.' }),
  tags: tagList.default([]).meta({ description: 'Only memories with all of these tags.' }),
  source: anyOf(100, 'with one of these sources'),
  key_id: anyOf(64, 'whose present version was written with one of these keys'),
  person_id: anyOf(64, 'whose present version was written by one of these persons'),
  session_id: anyOf(64, 'that were stored in one of these sessions'),
  status: z
    .array(z.enum([...MEMORY_STATUSES, 'all']))
    .default(['active'])
    .meta({ description: 'Only memories of these statuses.' }),
  trust: z
    .array(z.enum([...TRUST_LEVELS, 'all']))
    .default(['trusted', 'unreviewed'])
    .meta({ description: 'Only memories with this trust; those that recalls return if absent.' }),
  min_confidence: confidence.default(0),
  created_after: time('start').optional(),
  created_before: time('end').optional(),
  occurred_after: time('start').optional(),
  occurred_before: time('end').optional(),
}

const SEARCH_ALIASES = { ...TYPE_ALIASES, agent_id: ['agent', 'agents', 'agent_ids'] }

export const MEMORY_SEARCH = parameters(
  { q: query.optional(), ...SEARCH_FILTERS, limit: limit(50), cursor },
  { ...SEARCH_ALIASES, q: ['query'] },
)

/** Which memories are changed: those that a search with these parameters finds. */
export const BULK_FILTER = criteria({ q: query.optional(), ...SEARCH_FILTERS }, { ...SEARCH_ALIASES, q: ['query'] })

const MOST_IDS = 1000

export const BULK_CHANGE = knownParameters({
  act: z.enum(ACTS).meta({ description: 'What is done with each memory.' }),
  ids: z.array(memoryId).min(1, 'must contain at least 1 id').max(MOST_IDS, `may contain at most ${MOST_IDS} ids`).optional(),
  filter: z.record(z.string(), z.unknown()).optional().meta({
    description:
      'Instead of `ids`: the parameters of a search, without `limit` and `cursor`; the first 1,000 memories that it finds. With `restore`, `status` is `deleted` if it is absent. Unknown names and empty values are refused. Requires memories:read.',
  }),
  tags: tagList.default([]).meta({ description: 'With `add_tags` and `remove_tags`.' }),
  type: type.optional().meta({ description: 'With `retype`.' }),
  reason: reason.optional(),
  dry_run: z.boolean().default(false).meta({ description: 'Change nothing, and say what would be changed.' }),
})
