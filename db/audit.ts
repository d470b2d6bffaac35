import { type Insertable, type Selectable, sql } from 'kysely'
import type { Db, Schema, Tx } from './schema'

export type NewAuditRow = Insertable<Schema['audit_log']>
export type AuditEntry = Selectable<Schema['audit_log']>

export async function insertAudit(tx: Tx, rows: NewAuditRow | NewAuditRow[]): Promise<void> {
  await tx.insertInto('audit_log').values(rows).execute()
}

export interface AuditFilters {
  /** `key.revoked`, or `key` for all that begin so. */
  action?: string | undefined
  /** Part of the name, or the whole id, of who did it. */
  who?: string | undefined
  /** Part of the name, or the whole id, of what it was done to. */
  target?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  /** Only the last so many hours. */
  hours?: number | undefined
}

/** Newest first, after `from` when a page goes on. */
export async function listAudit(
  db: Db,
  teamId: string,
  filters: AuditFilters,
  from: { time: Date; id: string } | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  return db
    .selectFrom('audit_log')
    .selectAll()
    .where('team_id', '=', teamId)
    .where(matching(filters))
    .$if(from !== undefined, (query) => query.where(sql<boolean>`(at, id) < (${from?.time}::timestamptz, ${from?.id}::bigint)`))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

function matching({ action, who, target, from, to, hours }: AuditFilters) {
  const conditions = [sql<boolean>`true`]
  if (action !== undefined) conditions.push(sql`(action = ${action} or action like ${`${escaped(action)}.%`})`)
  if (who !== undefined) conditions.push(sql`(by_name ilike ${part(who)} or by_id = ${who})`)
  if (target !== undefined) conditions.push(sql`(target_name ilike ${part(target)} or target_id = ${target})`)
  if (from !== undefined) conditions.push(sql`at >= ${from}`)
  if (to !== undefined) conditions.push(sql`at <= ${to}`)
  if (hours !== undefined) conditions.push(sql`at > (select memanto_now() - ${hours} * interval '1 hour')`)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&')
const part = (text: string) => `%${escaped(text)}%`
