import { type RawBuilder, sql } from 'kysely'
import { keyIsUsable } from './fragments'
import { IS_OPEN } from './invites'
import { LINK_IS_OPEN } from './password-links'
import { onlyRow } from './query-results'
import type { Db, Role } from './schema'

/** What ends when a member is removed, and what stays that they made. */
export interface RemovalEffects {
  person_id: string
  /** Sessions that they opened and that have not ended. */
  sessions: number
  /** Invites by them that nobody has accepted. */
  invites: number
  /** Open password links: theirs and, when they may make links, those of all members. */
  links: number
  /** Names of usable keys that they created, newest first. They keep working. */
  keys: string[]
}

/** Sessions that `endSessionsOpenedBy` would end. */
const openSessions = (teamId: string, openerId: RawBuilder<unknown>) =>
  sql<number>`(select count(*)::integer from sessions s where s.team_id = ${teamId} and s.opened_by_id = ${openerId} and s.ended_at is null)`

/** Returns for each member of a team what would end with their membership. `linkMakers` are the roles that may make password links. */
export async function listRemovalEffects(db: Db, teamId: string, linkMakers: readonly Role[]): Promise<RemovalEffects[]> {
  const { rows } = await sql<RemovalEffects>`
    select m.person_id, ${openSessions(teamId, sql`m.person_id::text`)} as sessions,
      (select count(*)::integer from invites where invites.team_id = ${teamId} and invites.invited_by = m.person_id and ${IS_OPEN}) as invites,
      (select count(*)::integer from password_links join memberships holders using (person_id) where holders.team_id = ${teamId}
        and (person_id = m.person_id or m.role = any(${linkMakers})) and ${LINK_IS_OPEN}) as links,
      array(select k.name from api_keys k where k.team_id = ${teamId} and k.created_by = m.person_id
        and ${sql.raw(keyIsUsable('k'))} order by k.created_at desc) as keys
    from memberships m where m.team_id = ${teamId}`.execute(db)
  return rows
}

/** Counts the sessions that a key opened and that would end with it. */
export async function countSessionsToEnd(db: Db, teamId: string, keyId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select ${openSessions(teamId, sql`${keyId}`)} as count`.execute(db)
  return onlyRow(rows).count
}
