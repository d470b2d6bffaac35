import { z } from 'zod'
import { KEY_SORTS } from '@/lib/api-keys/rules'
import { cursor, text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'

/** The URL parameters of the list of keys. */
export const KEY_SEARCH = parameters({
  sort: z.enum(KEY_SORTS).default('newest'),
  cursor,
  /** Opens the form for a new key. */
  new: text(10).optional(),
  /** The key whose panel is open. */
  peek: text(20).optional(),
})
