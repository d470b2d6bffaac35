import { type Fields, fromOthers, type Recognized, toTags, toTitle } from './format'

/** A passage of Letta's archival memory: `{id, text, tags, created_at, updated_at, file_name, is_deleted, metadata, embedding}`. */
export function readLetta(fields: Fields): Recognized | undefined {
  const { id, text, tags, created_at, updated_at, file_name, is_deleted } = fields
  if (typeof text !== 'string') return undefined
  if (is_deleted === true) return { format: 'letta', memories: [], isSkipped: true }
  const memory = {
    ...(typeof id === 'string' && { id }),
    content: text,
    title: toTitle(file_name),
    tags: toTags(tags),
    ...fromOthers('letta'),
    created_at,
    updated_at,
  }
  return { format: 'letta', memories: [memory] }
}
