import { sql } from 'kysely'
import { keyIsUsable } from './fragments'
import type { Db } from './schema'

/** A key or a person of a team, for filters by who did something. */
export interface ActorChoice {
  kind: 'key' | 'person'
  id: string
  /** The name of the key or person; the e-mail of a person without a name. */
  name: string
  /** The last characters of a key's secret. */
  last_four: string | null
  /** False for a key that was revoked or has expired. */
  is_usable: boolean
}

/** Returns up to `limit` members of a team by name, and up to as many of its keys if they are wanted: those that work first, the newest of them first. */
export async function listActorChoices(db: Db, teamId: string, hasKeys: boolean, limit: number): Promise<ActorChoice[]> {
  const { rows } = await sql<ActorChoice>`
    (select 'key' as kind, k.id, k.name, k.last_four, ${sql.raw(keyIsUsable('k'))} as is_usable from api_keys k
      where k.team_id = ${teamId} and ${hasKeys}::boolean order by ${sql.raw(keyIsUsable('k'))} desc, k.created_at desc, k.id limit ${limit})
    union all
    (select 'person', p.id::text, coalesce(nullif(p.name, ''), p.email), null, true from memberships m join people p on p.id = m.person_id
      where m.team_id = ${teamId} order by 3, 2 limit ${limit})`.execute(db)
  return rows
}
