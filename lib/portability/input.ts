import { z } from 'zod'
import { text, time } from '../input/fields'
import { parameters } from '../input/parameters'
import { BATCH_MEMORY } from '../memories/input'
import { MEMORY_STATUSES, TRUST_LEVELS } from '../memories/rules'

const { source, provenance, ...memory } = BATCH_MEMORY.schema.shape
const id = text(500)

/** A memory of a file, under the names of the API. */
export const IMPORTED_MEMORY = parameters(
  {
    ...memory,
    source: source.unwrap().default('import'),
    provenance: provenance.unwrap().default('imported'),
    id: id.optional(),
    agent_id: id.optional(),
    session_id: id.optional(),
    created_at: time('start').optional(),
    updated_at: time('start').optional(),
    status: z.enum(MEMORY_STATUSES).default('active'),
    superseded_by: id.optional(),
    trust: z.enum(TRUST_LEVELS).default('trusted'),
  },
  { type: ['memory_type'], id: ['memory_id'] },
)

const isTrue = z.boolean().default(false)

export const IMPORT = parameters({
  dry_run: isTrue.meta({ description: 'Validate everything, and store nothing.' }),
  from_agent: text(64).optional().meta({ description: 'Only the memories of this agent, from the export of a team.' }),
})

export const EXPORT = parameters({
  versions: isTrue.meta({ description: 'Earlier versions of the memories, too. With `jsonl` only; an import passes over them.' }),
  format: z.enum(['jsonl', 'markdown']).default('jsonl').meta({
    description: '`jsonl`: one JSON object per line, which an import reads again. `markdown`: documents of the Open Knowledge Format.',
  }),
})
