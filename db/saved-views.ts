import { type Selectable, sql } from 'kysely'
import type { ViewPage } from './constants'
import { onlyRow } from './query-results'
import type { Db, Schema, Tx } from './schema'

export type SavedView = Pick<Selectable<Schema['saved_views']>, 'id' | 'page' | 'name' | 'query'>
export type NewView = Omit<SavedView, 'id'>

/** Whose views: those of a member of a team. */
export interface ViewOwner {
  teamId: string
  personId: string
}

const COLUMNS = ['id', 'page', 'name', 'query'] as const

/** Returns the views that a member saved of a page, by name. */
export async function listSavedViews(db: Db, owner: ViewOwner, page: ViewPage): Promise<SavedView[]> {
  return viewsOf(db, owner).where('page', '=', page).orderBy(sql`lower(name)`).orderBy('name').execute()
}

/** Finds a view of a member. */
export async function findSavedView(db: Db, owner: ViewOwner, id: string): Promise<SavedView | undefined> {
  return viewsOf(db, owner).where('id', '=', id).executeTakeFirst()
}

function viewsOf(db: Db, { teamId, personId }: ViewOwner) {
  return db.selectFrom('saved_views').select(COLUMNS).where('team_id', '=', teamId).where('person_id', '=', personId)
}

/** Counts the views of a member, on all pages. */
export async function countSavedViews(db: Db, { teamId, personId }: ViewOwner): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from saved_views where team_id = ${teamId} and person_id = ${personId}`.execute(db)
  return onlyRow(rows).count
}

/** Saves a view; undefined when the member has one of this name on this page. */
export async function insertSavedView(tx: Tx, { teamId, personId }: ViewOwner, view: NewView): Promise<SavedView | undefined> {
  return tx
    .insertInto('saved_views')
    .values({ team_id: teamId, person_id: personId, ...view })
    .onConflict((conflict) => conflict.doNothing())
    .returning(COLUMNS)
    .executeTakeFirst()
}

/** Renames a view of a member. */
export async function renameSavedView(tx: Tx, { teamId, personId }: ViewOwner, id: string, name: string): Promise<void> {
  await tx
    .updateTable('saved_views')
    .set({ name })
    .where('team_id', '=', teamId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .execute()
}

/** Deletes a view of a member. */
export async function deleteSavedView(tx: Tx, { teamId, personId }: ViewOwner, id: string): Promise<void> {
  await tx.deleteFrom('saved_views').where('team_id', '=', teamId).where('person_id', '=', personId).where('id', '=', id).execute()
}
