import type { Fields, Recognized } from './format'
import { readHindsight } from './hindsight'
import { readLetta } from './letta'
import { readMcpGraph } from './mcp-graph'
import { readMem0 } from './mem0'
import { EXPORT_FORMAT } from './own'

/** Finds out by its shape which product wrote a JSON object, and what memories it contains; undefined when its shape is not known. */
export function recognize(fields: Fields): Recognized | undefined {
  if (fields.format === EXPORT_FORMAT) return { format: 'memanto', memories: [], isHeader: true }
  if (isVersionOfExport(fields)) return { format: 'memanto', memories: [] }
  if (typeof fields.content === 'string') return { format: 'memanto', memories: [fields] }
  if (fields.record === 'agent') return { format: 'memanto', memories: [], agent: fields.agent_id }
  if (fields.record === 'end') return { format: 'memanto', memories: [] }
  return readMcpGraph(fields) ?? readMem0(fields) ?? readHindsight(fields) ?? readLetta(fields)
}

/** An earlier version of a memory, which an import passes over. Memories of others may have a field `record` of their own. */
const isVersionOfExport = ({ record, known_from }: Fields) => record === 'version' && typeof known_from === 'string'
