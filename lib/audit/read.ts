import { type AuditEntry, type AuditFilters, listAudit } from '../../db/audit'
import { requireCapability, type Viewer } from '../auth/viewer'
import { page, readCursor, writeCursor } from '../input/cursor'
import { db } from '../process'
import { recordExport } from '../record-export'
import { type AuditSearch, RANGE_HOURS } from './input'

const EXPORTED_AT_ONCE = 1000

/** A page of what people and keys changed in the team, newest first. */
export async function readAudit(viewer: Viewer, search: AuditSearch, limit: number) {
  requireCapability(viewer, 'audit:read')
  const { teamId } = viewer
  const rows = await listAudit(db(), teamId, filtersOf(search), readCursor(teamId, 'audit', search.cursor), limit + 1)
  return page(rows, limit, (last) => writeCursor(teamId, 'audit', { time: last.at, id: String(last.id) }))
}

/** Everything that matches, newest first, read in pieces: nobody waits for the whole. The export itself is recorded. */
export async function exportAudit(viewer: Viewer, search: AuditSearch): Promise<AsyncIterable<AuditEntry>> {
  requireCapability(viewer, 'audit:read')
  await recordExport(viewer, 'audit.exported', search)
  return entries(viewer.teamId, filtersOf(search))
}

async function* entries(teamId: string, filters: AuditFilters): AsyncIterable<AuditEntry> {
  let after: { time: Date; id: string } | undefined
  for (;;) {
    const rows = await listAudit(db(), teamId, filters, after, EXPORTED_AT_ONCE)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < EXPORTED_AT_ONCE) return
    after = { time: last.at, id: String(last.id) }
  }
}

/** Of the times in an address only those of its own range count. */
function filtersOf({ action, who, target, range, from, to }: AuditSearch): AuditFilters {
  const isNamed = range !== undefined && range !== 'custom'
  return { action, who, target, ...(isNamed ? { hours: RANGE_HOURS[range] } : { from, to }) }
}
