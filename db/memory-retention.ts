import { sql } from 'kysely'
import { type MemoryType, RETENTION_REASON, SYSTEM_ACTOR } from './constants'
import { isToPurge, NOW } from './fragments'
import { SAVE_EXPIRED } from './memory-changes'
import { onlyRow } from './query-results'
import { sendTogether, statement } from './round-trips'
import type { Db, Retention, Tx } from './schema'
import { hotStatement } from './statement-hooks'

/** SQL that is true for an expired memory whose own `expires_at` had passed when it expired. Where the team's retention ended it, `expires_at` is null or later. */
const expiredByItself = (m: string) => `coalesce(${m}.expires_at <= coalesce(${m}.status_at, ${m}.updated_at), false)`

/**
 * SQL that is true for a memory that has not been changed for as many days as its type is kept. `retention` is SQL of a JSON object with the days of each type. Memories of
 * agents on legal hold, those that are due to be purged, and those that expired at their own `expires_at` are left out. A memory that expired by retention and was changed
 * since is included, so that it expires again.
 */
const isTooOld = (
  m: string,
  retention: string,
) => `((${m}.status in ('active', 'superseded') or (${m}.status = 'expired' and not ${expiredByItself(m)}))
  and not ${isToPurge(m)}
  and ${m}.updated_at <= ${NOW} - (${retention}->>${m}.type)::double precision * interval '1 day'
  and exists (select from agents a where a.team_id = $1::uuid and a.id = ${m}.agent_row_id and not a.legal_hold))`

/** Memories that are too old are looked for once in so many hours, because that reads all memories of a team. */
const EVERY_HOURS = 1

/** Returns the retention of a team if it has one and it is time to look for memories that are too old. */
export async function findDueRetention(db: Db, teamId: string): Promise<Retention | undefined> {
  const { rows } = await sql<{ retention: Retention }>`
    select t.retention from teams t where t.id = ${teamId} and t.retention <> '{}'
      and coalesce(t.retention_checked_at <= ${sql.raw(NOW)} - ${EVERY_HOURS} * interval '1 hour', true)`.execute(db)
  return rows[0]?.retention
}

/** Records that it was looked for all memories that are too old by this retention. If the policy was changed meanwhile, it is looked for them again. */
export async function markRetentionChecked(db: Db, teamId: string, retention: Retention): Promise<void> {
  await sql`update teams set retention_checked_at = memanto_now() where id = ${teamId} and retention = ${JSON.stringify(retention)}::jsonb`.execute(
    db,
  )
}

/** So many memories are looked at by one statement. */
const WINDOW = 2_000

const LOOK = hotStatement(
  'look_for_too_old',
  `with looked_at as materialized (
     select m.id, ${isTooOld('m', '$2::jsonb')} as is_too_old from memories m where m.team_id = $1::uuid and m.id > $3::text order by m.id limit ${WINDOW}
   )
   select max(l.id) as last, coalesce(array_agg(l.id) filter (where l.is_too_old), '{}') as ids from looked_at l`,
)

/** Looks at a team's next memories after an id, in the order of ids. Returns the last id, null when there are no more, and the ids of those that are too old. */
export async function lookForTooOld(
  db: Db,
  teamId: string,
  retention: Retention,
  afterId: string,
): Promise<{ last: string | null; ids: string[] }> {
  const values = [teamId, JSON.stringify(retention), afterId]
  return onlyRow((await db.executeQuery<{ last: string | null; ids: string[] }>(statement(LOOK, values))).rows)
}

const LOCK_TOO_OLD = hotStatement(
  'lock_too_old',
  `select m.id from memories m where m.team_id = $1::uuid and m.id = any ($3::text[]) and ${isTooOld('m', '$2::jsonb')}
   order by m.id for no key update of m skip locked`,
)

const EXPIRE = hotStatement(
  'expire_too_old',
  `update memories m set status = 'expired', status_at = ${NOW}, version = m.version + 1, updated_at = ${NOW}, txid = pg_current_xact_id(),
     by_kind = '${SYSTEM_ACTOR.kind}', by_id = '${SYSTEM_ACTOR.id}', client = '', changed_in = null, reason = '${RETENTION_REASON}',
     expires_at = case when m.expires_at <= ${NOW} then null else m.expires_at end
   where m.team_id = $1::uuid and m.id = any ($2::text[])`,
)

/** Lets those of some memories expire that are still too old, as a new version, and returns how many. */
export async function expireTooOld(tx: Tx, teamId: string, retention: Retention, found: string[]): Promise<number> {
  const { rows } = await tx.executeQuery<{ id: string }>(statement(LOCK_TOO_OLD, [teamId, JSON.stringify(retention), found]))
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) await sendTogether(tx, statement(SAVE_EXPIRED, [teamId, ids]), statement(EXPIRE, [teamId, ids]))
  return ids.length
}

/** Counts the memories of a team that are too old by a retention, by type. */
export async function countTooOld(db: Db, teamId: string, retention: Retention): Promise<{ type: MemoryType; count: number }[]> {
  const { rows } = await db.executeQuery<{ type: MemoryType; count: number }>(
    statement(
      `select m.type, count(*) as count from memories m where m.team_id = $1::uuid and ${isTooOld('m', '$2::jsonb')} group by m.type order by m.type`,
      [teamId, JSON.stringify(retention)],
    ),
  )
  return rows
}
