import type { Insertable } from 'kysely'
import type { Schema, Tx } from './schema'

export type NewAuditRow = Insertable<Schema['audit_log']>

export async function insertAudit(tx: Tx, row: NewAuditRow): Promise<void> {
  await tx.insertInto('audit_log').values(row).execute()
}
