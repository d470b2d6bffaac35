import { z } from 'zod'
import { VIEW_PAGES } from '../../db/constants'
import { text, trimmedText } from '../input/fields'
import { parameters } from '../input/parameters'

const viewId = z.uuid('is not a saved view')

/** The longest query of a URL that is saved. */
const MOST_QUERY_CHARACTERS = 2000

const fields = {
  page: z.enum(VIEW_PAGES),
  name: trimmedText(60),
  query: text(MOST_QUERY_CHARACTERS).default(''),
}

export const NEW_VIEW = parameters(fields)
export const VIEW_NAME = parameters({ view_id: viewId, name: fields.name })
/** With `restore`, a view that was deleted is saved again. */
export const VIEW_REMOVAL = parameters({ view_id: viewId, restore: z.literal('1').optional(), ...fields })
