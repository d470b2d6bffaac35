import { sql } from 'kysely'
import type { Db, Login, Tx } from './schema'

/** A login ends so long after the sign-in. */
const LIFE_DAYS = 30
/** An ended login is kept for so long, because it makes its browser a known device. */
const KEPT_DAYS = 90

/** A login that was neither ended nor has expired. */
export const IS_OPEN_LOGIN = sql<boolean>`(logins.ended_at is null and logins.expires_at > memanto_now())`

/** What is known of the browser that a person signs in on. */
export interface LoginOrigin {
  address: string | null
  userAgent: string | null
  deviceHash: Buffer | null
}

/** Opens a login and returns its id. */
export async function insertLogin(tx: Tx, personId: string, { address, userAgent, deviceHash }: LoginOrigin): Promise<string> {
  const expiresAt = sql<Date>`memanto_now() + ${LIFE_DAYS} * interval '1 day'`
  const { id } = await tx
    .insertInto('logins')
    .values({ person_id: personId, address, user_agent: userAgent, device_hash: deviceHash, expires_at: expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Writes that a login was just used; at most once a minute, even if several processes try. */
export async function touchLogin(db: Db, id: string, address: string | null): Promise<void> {
  await db
    .updateTable('logins')
    .set({ last_seen_at: sql<Date>`memanto_now()`, ...(address !== null && { address }) })
    .where('id', '=', id)
    .where(sql<boolean>`last_seen_at < memanto_now() - interval '1 minute'`)
    .execute()
}

/** Returns up to `limit` open logins of a person, last used first. */
export async function listOpenLogins(db: Db, personId: string, limit: number): Promise<Login[]> {
  return db
    .selectFrom('logins')
    .selectAll()
    .where('person_id', '=', personId)
    .where(IS_OPEN_LOGIN)
    .orderBy('last_seen_at', 'desc')
    .limit(limit)
    .execute()
}

/** Ends an open login of a person; undefined when there is none of this id. */
export async function endLogin(tx: Tx, personId: string, id: string): Promise<Login | undefined> {
  return tx
    .updateTable('logins')
    .set({ ended_at: sql<Date>`memanto_now()` })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where(IS_OPEN_LOGIN)
    .returningAll()
    .executeTakeFirst()
}

/** Ends every open login of a person, and returns how many there were. */
export async function endLoginsOf(tx: Tx, personId: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('logins')
    .set({ ended_at: sql<Date>`memanto_now()` })
    .where('person_id', '=', personId)
    .where(IS_OPEN_LOGIN)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Returns whether this browser has signed in to the account of this e-mail before. */
export async function isKnownDevice(db: Db, email: string, deviceHash: Buffer): Promise<boolean> {
  const found = await db
    .selectFrom('logins')
    .innerJoin('people', 'people.id', 'logins.person_id')
    .select('logins.id')
    .where('logins.device_hash', '=', deviceHash)
    .where('people.email', '=', email)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Removes up to `limit` logins that ended or expired more than KEPT_DAYS ago, and returns how many. */
export async function purgeLogins(db: Db, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from logins where ctid = any (array(
      select ctid from logins where least(ended_at, expires_at) < memanto_now() - ${KEPT_DAYS} * interval '1 day' limit ${limit}))`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}
