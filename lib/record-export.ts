import type { RequestContext } from './context'
import { type Author, recordEvent } from './events'
import { db } from './process'

const LISTS = {
  'audit.exported': { kind: 'export', id: 'audit-log', name: 'Audit log' },
  'sessions.exported': { kind: 'export', id: 'sessions', name: 'Sessions' },
  'summaries.exported': { kind: 'export', id: 'summaries', name: 'Summaries' },
} as const

interface Export {
  kind: keyof typeof LISTS
  /** The filters under the names that the audit log shows. Those without a value are left out. */
  filters: object
}

/** Records in the audit log that a list is exported as a file, and with which filters. */
export async function recordExport(author: Author, { kind, filters }: Export, context: RequestContext): Promise<void> {
  const set = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== null))
  await db()
    .transaction()
    .execute((tx) => recordEvent(tx, author, context, { kind, target: LISTS[kind], after: { filters: set } }))
}
