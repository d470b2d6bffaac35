import { insertAudit } from '../db/audit'
import { auditRow } from './audit'
import type { Caller } from './auth/caller'
import { db } from './process'

const LISTS = {
  'audit.exported': { kind: 'export', id: 'audit-log', name: 'Audit log' },
  'sessions.exported': { kind: 'export', id: 'sessions', name: 'Sessions' },
} as const

/** Records that somebody takes a list away as a file, and with which filters. */
export async function recordExport(caller: Caller, action: keyof typeof LISTS, filters: object): Promise<void> {
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== null))
  await db()
    .transaction()
    .execute((tx) => insertAudit(tx, auditRow(caller, action, LISTS[action], { after: { filters: given } })))
}
