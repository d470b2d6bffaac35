import { type Fields, firstText, fromOthers, isObject, type Recognized, toTags } from './format'

/**
 * A memory as mem0's `get_all` returns it, of the library (`{results: [{id, memory, hash, metadata, created_at, updated_at, user_id, run_id}]}`) or of the
 * platform (with `categories` and `expiration_date`, the last day of a memory).
 */
export function readMem0(fields: Fields): Recognized | undefined {
  const { id, memory, metadata, categories, user_id, run_id, created_at, updated_at, expiration_date } = fields
  if (typeof memory !== 'string') return undefined
  const { category, tags } = isObject(metadata) ? metadata : {}
  const content = {
    ...(typeof id === 'string' && { id }),
    content: memory,
    tags: toTags(categories, category, tags, firstText(user_id) && `user:${user_id}`),
    ...fromOthers('mem0'),
    session_id: run_id,
    created_at,
    updated_at,
    expires_at: expiration_date,
  }
  return { format: 'mem0', memories: [content] }
}
