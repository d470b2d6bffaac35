import { sql } from 'kysely'
import { lockPeople } from './people'
import type { Db, Tx } from './schema'

const IS_EXPIRED = sql<boolean>`expires_at <= memanto_now()`

/** SQL: a password link can still be used. */
export const LINK_IS_OPEN = sql<boolean>`used_at is null and not ${IS_EXPIRED}`

/** Creates a link with which a person chooses a password once; it is stored under the SHA-256 of its token. */
export async function insertPasswordLink(tx: Tx, personId: string, tokenHash: Buffer, expiresAt: Date): Promise<void> {
  await tx.insertInto('password_links').values({ person_id: personId, token_hash: tokenHash, expires_at: expiresAt }).execute()
}

export interface PasswordLinkView {
  person_id: string
  email: string
  name: string
  is_used: boolean
  is_expired: boolean
}

/** Finds a link by the SHA-256 of its token, with its person. */
export async function findPasswordLink(db: Db, tokenHash: Buffer): Promise<PasswordLinkView | undefined> {
  return db
    .selectFrom('password_links as links')
    .innerJoin('people', 'people.id', 'links.person_id')
    .select(['people.id as person_id', 'people.email', 'people.name'])
    .select([sql<boolean>`links.used_at is not null`.as('is_used'), IS_EXPIRED.as('is_expired')])
    .where('links.token_hash', '=', tokenHash)
    .executeTakeFirst()
}

/** Marks a link as used; false when it was already used or has expired. */
export async function markPasswordLinkUsed(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const spent = await tx
    .updateTable('password_links')
    .set({ used_at: sql<Date>`memanto_now()` })
    .where('token_hash', '=', tokenHash)
    .where(LINK_IS_OPEN)
    .returning('person_id')
    .executeTakeFirst()
  return spent !== undefined
}

/** Locks people, so that nobody creates a link for them meanwhile, makes every open link of theirs expire now, and returns how many these were. */
export async function expirePasswordLinks(tx: Tx, personIds: string[]): Promise<number> {
  await lockPeople(tx, personIds)
  const { numUpdatedRows } = await tx
    .updateTable('password_links')
    .set({ expires_at: sql<Date>`memanto_now()` })
    .where('person_id', 'in', personIds)
    .where(LINK_IS_OPEN)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
