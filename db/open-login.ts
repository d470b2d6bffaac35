import { sql } from 'kysely'
import { IS_OPEN_LOGIN } from './logins'
import { type Membership, membershipsOf } from './memberships'
import type { Db, Person } from './schema'

export interface OpenLogin {
  loginId: string
  person: Person
  /** The teams of the person, by name. */
  memberships: Membership[]
  /** True when `last_seen_at` is more than a minute old. */
  isTouchDue: boolean
}

/** Returns an open login with its person and their teams in one statement, which every page waits for; undefined when it has ended or expired, or never existed. */
export async function findOpenLogin(db: Db, id: string): Promise<OpenLogin | undefined> {
  const found = await db
    .selectFrom('logins')
    .innerJoin('people', 'people.id', 'logins.person_id')
    .selectAll('people')
    .select([
      sql<boolean>`logins.last_seen_at < memanto_now() - interval '1 minute'`.as('is_touch_due'),
      sql<Membership[]>`(select coalesce(json_agg(m), '[]') from (${membershipsOf(sql.ref('people.id'))}) m)`.as('memberships'),
    ])
    .where('logins.id', '=', id)
    .where(IS_OPEN_LOGIN)
    .executeTakeFirst()
  if (found === undefined) return undefined
  const { is_touch_due: isTouchDue, memberships, ...person } = found
  return { loginId: id, person, memberships, isTouchDue }
}
