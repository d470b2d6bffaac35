import { type Fields, firstText, fromOthers, type Recognized, toTags, toTitle } from './format'

const TYPES: Record<string, string> = { world: 'fact', experience: 'event', opinion: 'observation', observation: 'observation' }

/**
 * A memory unit as Hindsight lists it (`{items: [{id, text, context, fact_type, date, mentioned_at, occurred_start, document_id, tags, state}]}`) or recalls
 * it (`type` in place of `fact_type`). Memories of one document stay together. Invalidated ones are passed over.
 */
export function readHindsight(fields: Fields): Recognized | undefined {
  const { id, text, context, fact_type, type, date, mentioned_at, occurred_start, document_id, tags, state } = fields
  const kind = typeof fact_type === 'string' ? fact_type : type
  const isUnit = typeof kind === 'string' && Object.hasOwn(TYPES, kind)
  if (typeof text !== 'string' || !isUnit) return undefined
  if (state === 'invalidated') return { format: 'hindsight', memories: [], isSkipped: true }
  const memory = {
    ...(typeof id === 'string' && { id }),
    content: text,
    type: TYPES[kind],
    title: toTitle(context),
    tags: toTags(tags),
    ...fromOthers('hindsight'),
    session_id: document_id,
    occurred_at: firstText(occurred_start),
    created_at: firstText(mentioned_at, date),
  }
  return { format: 'hindsight', memories: [memory] }
}
