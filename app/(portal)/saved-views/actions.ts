'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/_actions/form-action'
import { searchIn } from '@/app/_url/search'
import { deleteView, renameView, saveView } from '@/lib/saved-views/change'
import { NEW_VIEW, VIEW_NAME, VIEW_REMOVAL } from '@/lib/saved-views/input'
import type { ViewPage } from '@/lib/saved-views/read'
import { VIEW_LISTS } from './pages'

/** Saves the filters of a list under a name. */
export const save = formAction('member', NEW_VIEW, async (viewer, { page, name, query }, context) => {
  await saveView(viewer, { page, name, query: knownQuery(page, query) }, context)
  revalidatePath(VIEW_LISTS[page].path)
  return 'View saved.'
})

/** Renames a view. */
export const rename = formAction('member', VIEW_NAME, async (viewer, input, context) => {
  const { page } = await renameView(viewer, input, context)
  revalidatePath(VIEW_LISTS[page].path)
  return 'View renamed.'
})

/** Deletes a view, or saves it again. */
export const remove = formAction('member', VIEW_REMOVAL, async (viewer, { restore, viewId, page, name, query }, context) => {
  if (restore) await saveView(viewer, { page, name, query: knownQuery(page, query) }, context)
  else await deleteView(viewer, { viewId }, context)
  revalidatePath(VIEW_LISTS[page].path)
  return restore ? 'View saved.' : 'View deleted.'
})

const knownQuery = (page: ViewPage, query: string) => VIEW_LISTS[page].queryOf(searchIn(new URLSearchParams(query)))
