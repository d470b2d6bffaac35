import type { Fields, Recognized } from './format'
import { readHindsight } from './hindsight'
import { readLetta } from './letta'
import { readMcpGraph } from './mcp-graph'
import { readMem0 } from './mem0'
import { EXPORT_FORMAT } from './own'

/** Finds out by its shape which product wrote a JSON object, and what memories it contains; undefined when its shape is not known. */
export function recognize(fields: Fields): Recognized | undefined {
  if (fields.format === EXPORT_FORMAT) return { format: 'memanto', memories: [], isHeader: true }
  if (fields.record === 'agent') return { format: 'memanto', memories: [], agent: fields.agent_id }
  if (typeof fields.record === 'string' && fields.record !== 'memory') return { format: 'memanto', memories: [] }
  if (typeof fields.content === 'string') return { format: 'memanto', memories: [fields] }
  return readMcpGraph(fields) ?? readMem0(fields) ?? readHindsight(fields) ?? readLetta(fields)
}
