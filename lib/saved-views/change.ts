import type { ViewPage } from '../../db/constants'
import { findRole, lockMembership } from '../../db/memberships'
import {
  countSavedViews,
  deleteSavedView,
  findSavedView,
  insertSavedView,
  listSavedViews,
  type NewView,
  renameSavedView,
  type SavedView,
} from '../../db/saved-views'
import type { Tx } from '../../db/schema'
import { requireCapability, type Viewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { fail, failField } from '../errors'
import { idempotentTransaction } from '../idempotency'

/** How many views a member can have, on all pages. */
export const MOST_VIEWS = 50

const ownerOf = ({ teamId, person }: Viewer) => ({ teamId, personId: person.id })

/** Saves the filters of a page under a name. @throws insufficient_scope, invalid_request for a name that is in use or too many views */
export async function saveView(viewer: Viewer, { page, name, query }: NewView, context: RequestContext): Promise<SavedView> {
  requirePage(viewer, page)
  const owner = ownerOf(viewer)
  return idempotentTransaction(viewer, context, 'save view', { page, name, query }, async (tx) => {
    await lockOwnViews(tx, viewer)
    if ((await countSavedViews(tx, owner)) >= MOST_VIEWS) fail('invalid_request', `You have ${MOST_VIEWS} views. Delete one first.`)
    return (await insertSavedView(tx, owner, { page, name, query })) ?? failNameInUse()
  })
}

/** Renames a view of the viewer. @throws not_found, invalid_request for a name that is in use */
export async function renameView(
  viewer: Viewer,
  { viewId: id, name }: { viewId: string; name: string },
  context: RequestContext,
): Promise<SavedView> {
  const owner = ownerOf(viewer)
  return idempotentTransaction(viewer, context, 'rename view', { id, name }, async (tx) => {
    await lockOwnViews(tx, viewer)
    const view = (await findSavedView(tx, owner, id)) ?? viewNotFound()
    const others = (await listSavedViews(tx, owner, view.page)).filter((other) => other.id !== id)
    if (others.some((other) => other.name === name)) failNameInUse()
    await renameSavedView(tx, owner, id, name)
    return { ...view, name }
  })
}

/** Deletes a view of the viewer. @throws not_found */
export async function deleteView(viewer: Viewer, { viewId: id }: { viewId: string }, context: RequestContext): Promise<SavedView> {
  const owner = ownerOf(viewer)
  return idempotentTransaction(viewer, context, 'delete view', { id }, async (tx) => {
    await lockOwnViews(tx, viewer)
    const view = (await findSavedView(tx, owner, id)) ?? viewNotFound()
    await deleteSavedView(tx, owner, id)
    return view
  })
}

/** Refuses pages that the viewer may not open. */
function requirePage(viewer: Viewer, page: ViewPage): void {
  if (page === 'requests' || page === 'audit') requireCapability(viewer, 'audit:read')
}

/** Locks the viewer's membership until the transaction ends, so that the views are changed one after the other. @throws insufficient_scope */
async function lockOwnViews(tx: Tx, { teamId, person }: Viewer): Promise<void> {
  await lockMembership(tx, teamId, person.id)
  if ((await findRole(tx, teamId, person.id)) === undefined) fail('insufficient_scope', 'You are no longer a member of this team.')
}

function failNameInUse(): never {
  failField('name', 'is already in use')
}

function viewNotFound(): never {
  fail('not_found', 'You have no such view. It may have been deleted.')
}
