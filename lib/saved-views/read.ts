import type { ViewPage } from '../../db/constants'
import { listSavedViews, type SavedView } from '../../db/saved-views'
import type { Viewer } from '../auth/viewer'
import { db } from '../process'

export type { SavedView, ViewPage }

/** The views that the viewer saved of a page, by name. Nobody else sees them. */
export async function readSavedViews({ teamId, person }: Viewer, page: ViewPage): Promise<SavedView[]> {
  return listSavedViews(db(), { teamId, personId: person.id }, page)
}
