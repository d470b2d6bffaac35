import { type Fields, fromOthers, type Recognized, toTags, toTitle } from './format'

/** A record is stored as a whole, in one transaction. */
const MOST_OBSERVATIONS = 5_000

/**
 * A line of the file of MCP's memory server: an entity `{type: "entity", name, entityType, observations: []}`, whose observations become memories that begin
 * with its name, or a relation `{type: "relation", from, to, relationType}`, which becomes a sentence. `read_graph` returns the same without `type`.
 */
export function readMcpGraph(fields: Fields): Recognized | undefined {
  const { name, entityType, observations, from, to, relationType } = fields
  const common = fromOthers('mcp-memory')
  if (typeof name === 'string' && typeof entityType === 'string' && Array.isArray(observations)) {
    if (observations.length > MOST_OBSERVATIONS)
      return { format: 'mcp-memory', memories: [], problem: `has more than ${MOST_OBSERVATIONS.toLocaleString('en')} observations` }
    const sentences = observations.map((observation) => (typeof observation === 'string' ? `${name}: ${observation}` : observation))
    const contents = sentences.length > 0 ? sentences : [`${name}: ${entityType}`]
    const tags = toTags(entityType)
    return { format: 'mcp-memory', memories: contents.map((content) => ({ content, title: toTitle(name), tags, ...common })) }
  }
  if (typeof from !== 'string' || typeof to !== 'string' || typeof relationType !== 'string') return undefined
  const content = `${from} ${relationType.replaceAll('_', ' ')} ${to}`
  return { format: 'mcp-memory', memories: [{ content, type: 'relationship', tags: toTags(relationType), ...common }] }
}
