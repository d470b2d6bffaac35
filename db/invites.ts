import { type Insertable, type Selectable, sql } from 'kysely'
import type { Db, Role, Schema, Tx } from './schema'

export type Invite = Selectable<Schema['invites']>

const IS_EXPIRED = sql<boolean>`invites.expires_at <= memanto_now()`
/** An invite that can still be accepted. */
export const IS_OPEN = sql<boolean>`(invites.accepted_at is null and invites.withdrawn_at is null and not ${IS_EXPIRED})`

/** Creates an invite. */
export async function insertInvite(tx: Tx, invite: Insertable<Schema['invites']>): Promise<Invite> {
  return tx.insertInto('invites').values(invite).returningAll().executeTakeFirstOrThrow()
}

export interface InviteView extends Invite {
  team_name: string
  invited_by_name: string | null
  is_expired: boolean
}

/** Returns the invites of a team that can still be accepted, newest first. */
export async function listOpenInvites(db: Db, teamId: string): Promise<InviteView[]> {
  return invites(db).where('invites.team_id', '=', teamId).where(IS_OPEN).orderBy('invites.created_at', 'desc').execute()
}

/** Finds an invite by the SHA-256 of its token, whatever its team. */
export async function findInvite(db: Db, tokenHash: Buffer): Promise<InviteView | undefined> {
  return invites(db).where('invites.token_hash', '=', tokenHash).executeTakeFirst()
}

/** Returns whether any team has an open invite for this e-mail. */
export async function isInvited(db: Db, email: string): Promise<boolean> {
  const found = await invites(db).where('invites.email', '=', email.toLowerCase()).where(IS_OPEN).executeTakeFirst()
  return found !== undefined
}

function invites(db: Db) {
  return db
    .selectFrom('invites')
    .innerJoin('teams', 'teams.id', 'invites.team_id')
    .leftJoin('people as inviter', 'inviter.id', 'invites.invited_by')
    .selectAll('invites')
    .select('teams.name as team_name')
    .select([sql<string | null>`coalesce(nullif(inviter.name, ''), inviter.email)`.as('invited_by_name'), IS_EXPIRED.as('is_expired')])
}

/** Marks an invite as accepted; undefined when it was used or withdrawn or has expired. */
export async function acceptInvite(tx: Tx, tokenHash: Buffer): Promise<Invite | undefined> {
  return tx
    .updateTable('invites')
    .set({ accepted_at: sql<Date>`memanto_now()` })
    .where('token_hash', '=', tokenHash)
    .where(IS_OPEN)
    .returningAll()
    .executeTakeFirst()
}

export interface InvitesToWithdraw {
  id?: string
  email?: string
  /** The invites by this person for these roles. */
  madeBy?: { personId: string; roles: readonly Role[] }
}

/** Withdraws those invites of a team that are neither accepted nor withdrawn and match all that is given. */
export async function withdrawInvites(tx: Tx, teamId: string, { id, email, madeBy }: InvitesToWithdraw): Promise<Invite[]> {
  return tx
    .updateTable('invites')
    .set({ withdrawn_at: sql<Date>`memanto_now()` })
    .where('team_id', '=', teamId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .$if(email !== undefined, (query) => query.where('email', '=', email ?? ''))
    .$if(madeBy !== undefined, (query) => query.where('invited_by', '=', madeBy?.personId ?? '').where('role', 'in', madeBy?.roles ?? []))
    .returningAll()
    .execute()
}
