import { z } from 'zod'
import { text, time } from '../input/fields'
import { parameters } from '../input/parameters'
import { NEW_MEMORY } from '../memories/input'

const { source, provenance, ...memory } = NEW_MEMORY.schema.shape

/** A memory of a file, under the names of the API. */
export const IMPORTED_MEMORY = parameters(
  {
    ...memory,
    source: source.unwrap().default('import'),
    provenance: provenance.unwrap().default('imported'),
    id: text(500).optional(),
    agent_id: text(500).optional(),
    session_id: text(500).optional(),
    created_at: time('start').optional(),
    updated_at: time('start').optional(),
  },
  { type: ['memory_type'], id: ['memory_id'] },
)

const isTrue = z.boolean().default(false)

export const IMPORT = parameters({
  dry_run: isTrue.meta({ description: 'Validate everything, and store nothing.' }),
  from_agent: text(64).optional().meta({ description: 'Only the memories of this agent, from the export of a team.' }),
})

export const EXPORT = parameters({
  format: z.enum(['jsonl', 'markdown']).default('jsonl').meta({
    description: '`jsonl`: one JSON object per line, which an import reads again. `markdown`: documents of the Open Knowledge Format.',
  }),
})
