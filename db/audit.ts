import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely'
import { allOf, contains, escapeLike, isAfter, isInRange, type ListPosition } from './list-filters'
import { sendLater } from './round-trips'
import type { Db, Schema, Tx } from './schema'

/** A new entry. Without a name of who did it, it gets that of the key or person with the id. */
export type NewAuditRow = Omit<Insertable<Schema['audit_log']>, 'by_name'> & { by_name: string | null }
export type AuditEntry = Selectable<Schema['audit_log']>

/** Adds rows to the audit log. They are written with the next statement or the commit. */
export async function insertAudit(tx: Tx, rows: NewAuditRow[]): Promise<void> {
  const named = rows.map((row) => ({ ...row, by_name: row.by_name ?? nameOf(row) }))
  await sendLater(tx, tx.insertInto('audit_log').values(named))
}

/** The name of the key or person that wrote a row; the id if there is none. */
const nameOf = ({ team_id, by_kind, by_id }: NewAuditRow): RawBuilder<string> =>
  by_kind === 'key'
    ? sql`coalesce((select k.name from api_keys k where k.team_id = ${team_id} and k.id = ${by_id}), ${by_id}::text)`
    : sql`coalesce((select coalesce(nullif(p.name, ''), p.email) from people p where p.id::text = ${by_id}), ${by_id}::text)`

export interface AuditFilters {
  /** `key.revoked`, or `key` for all actions that begin so. */
  action?: string | undefined
  /** Part of the name, or the whole id, of who did it. */
  who?: string | undefined
  /** Part of the name, or the whole id, of what it was done to. */
  target?: string | undefined
  /** The id of a key that did something, or to which something was done. */
  key?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  /** Only the last so many hours. */
  hours?: number | undefined
}

/** Returns up to `limit` entries of the team's audit log, newest first, those after `from` when a page goes on. */
export async function listAudit(
  db: Db,
  teamId: string,
  filters: AuditFilters,
  from: ListPosition | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  return selectAudit(db, teamId, from, limit).where(matchesAuditFilters(filters)).execute()
}

/** Selects up to `limit` entries of the team's audit log, newest first, those after `from` when a page goes on. */
export function selectAudit(db: Db, teamId: string, from: ListPosition | undefined, limit: number) {
  return db
    .selectFrom('audit_log')
    .selectAll()
    .where('team_id', '=', teamId)
    .where(isAfter('at', 'id', 'bigint', from))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
}

function matchesAuditFilters({ action, who, target, key, from, to, hours }: AuditFilters) {
  const conditions: RawBuilder<unknown>[] = [isInRange('at', { from, to, withinHours: hours })]
  if (action !== undefined) conditions.push(sql`(action = ${action} or action like ${`${escapeLike(action)}.%`})`)
  if (who !== undefined) conditions.push(sql`(${contains(['by_name'], who)} or by_id = ${who})`)
  if (target !== undefined) conditions.push(sql`(${contains(['target_name'], target)} or target_id = ${target})`)
  if (key !== undefined) conditions.push(sql`(by_id = ${key} or target_id = ${key})`)
  return allOf(conditions)
}
