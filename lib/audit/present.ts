import type { AuditEntry } from '../../db/audit'
import { rfc3339 } from '../time'

/** An entry of the audit log as the portal shows it. */
export function presentEntry(entry: AuditEntry) {
  return {
    id: String(entry.id),
    at: rfc3339(entry.at),
    by: { kind: entry.by_kind, id: entry.by_id, name: entry.by_name },
    action: entry.action,
    target: { kind: entry.target_kind, id: entry.target_id, name: entry.target_name || entry.target_id },
    address: entry.address,
    requestId: entry.request_id,
    changes: changesBetween(entry.before, entry.after),
  }
}

export type PresentedEntry = ReturnType<typeof presentEntry>

/** Each field with its value before and after the change, as text; null for a side that was not recorded. */
function changesBetween(before: object | null, after: object | null) {
  const [old, now] = [new Map(Object.entries(before ?? {})), new Map(Object.entries(after ?? {}))]
  return [...new Set([...old.keys(), ...now.keys()])].map((field) => ({
    field,
    before: before && formatValue(old.get(field)),
    after: after && formatValue(now.get(field)),
    isChanged: before !== null && after !== null && JSON.stringify(old.get(field)) !== JSON.stringify(now.get(field)),
  }))
}

function formatValue(value: unknown): string {
  if (value === undefined || value === null) return '–'
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ') || 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The columns of the exported audit log. */
export const CSV_HEADER = [
  'at',
  'action',
  'by_kind',
  'by_id',
  'by_name',
  'target_kind',
  'target_id',
  'target_name',
  'address',
  'request_id',
  'before',
  'after',
] as const

/** The cells of an entry, in the order of CSV_HEADER. */
function csvRow(entry: AuditEntry) {
  const { at, action, by_kind, by_id, by_name, target_kind, target_id, target_name, address, request_id, before, after } = entry
  const json = (value: object | null) => value && JSON.stringify(value)
  return [rfc3339(at), action, by_kind, by_id, by_name, target_kind, target_id, target_name, address, request_id, json(before), json(after)]
}

/** The rows of the exported audit log, in the order of CSV_HEADER. */
export async function* csvRows(entries: AsyncIterable<AuditEntry>) {
  for await (const entry of entries) yield csvRow(entry)
}
