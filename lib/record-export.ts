import type { RequestContext } from './context'
import { type Author, recordEvent } from './events'
import { wireName } from './input/camel-case'
import { db } from './process'

const LISTS = {
  'audit.exported': { kind: 'export', id: 'audit-log', name: 'Audit log' },
  'sessions.exported': { kind: 'export', id: 'sessions', name: 'Sessions' },
} as const

/** Records in the audit log that somebody exports a list as a file, and with which filters. */
export async function recordExport(author: Author, kind: keyof typeof LISTS, filters: object, context: RequestContext): Promise<void> {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined && value !== null)
  const after = { filters: Object.fromEntries(set.map(([name, value]) => [wireName(name), value])) }
  await db()
    .transaction()
    .execute((tx) => recordEvent(tx, author, context, { kind, target: LISTS[kind], after }))
}
