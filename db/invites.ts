import { type Insertable, type Selectable, sql } from 'kysely'
import type { Db, Role, Schema, Tx } from './schema'

export type Invite = Selectable<Schema['invites']>

export async function insertInvite(tx: Tx, invite: Insertable<Schema['invites']>): Promise<Invite> {
  return tx.insertInto('invites').values(invite).returningAll().executeTakeFirstOrThrow()
}

export interface InviteView extends Invite {
  team_name: string
  invited_by_name: string | null
  is_expired: boolean
}

/** Invites that can still be accepted, latest first. */
export async function listOpenInvites(db: Db, teamId: string): Promise<InviteView[]> {
  return invites(db)
    .where('invites.team_id', '=', teamId)
    .where('invites.accepted_at', 'is', null)
    .where('invites.withdrawn_at', 'is', null)
    .where(sql<boolean>`invites.expires_at > memanto_now()`)
    .orderBy('invites.created_at', 'desc')
    .execute()
}

export async function findInvite(db: Db, tokenHash: Buffer): Promise<InviteView | undefined> {
  return invites(db).where('invites.token_hash', '=', tokenHash).executeTakeFirst()
}

/** True when somebody wants this e-mail in their team. */
export async function isInvited(db: Db, email: string): Promise<boolean> {
  const found = await invites(db)
    .where('invites.email', '=', email.toLowerCase())
    .where('invites.accepted_at', 'is', null)
    .where('invites.withdrawn_at', 'is', null)
    .where(sql<boolean>`invites.expires_at > memanto_now()`)
    .executeTakeFirst()
  return found !== undefined
}

function invites(db: Db) {
  return db
    .selectFrom('invites')
    .innerJoin('teams', 'teams.id', 'invites.team_id')
    .leftJoin('people as inviter', 'inviter.id', 'invites.invited_by')
    .selectAll('invites')
    .select('teams.name as team_name')
    .select([
      sql<string | null>`coalesce(nullif(inviter.name, ''), inviter.email)`.as('invited_by_name'),
      sql<boolean>`invites.expires_at <= memanto_now()`.as('is_expired'),
    ])
}

/** Spends an invite; undefined when it was used, withdrawn or has expired. */
export async function acceptInvite(tx: Tx, tokenHash: Buffer): Promise<Invite | undefined> {
  return tx
    .updateTable('invites')
    .set({ accepted_at: sql<Date>`memanto_now()` })
    .where('token_hash', '=', tokenHash)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where(sql<boolean>`expires_at > memanto_now()`)
    .returningAll()
    .executeTakeFirst()
}

export interface InvitesToWithdraw {
  id?: string
  email?: string
  /** Those that this person made, of these roles. */
  madeBy?: { personId: string; roles: readonly Role[] }
}

/** Takes back open invites of a team. */
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
