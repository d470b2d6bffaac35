import { type AuditEntry, type AuditFilters, listAudit } from '../../db/audit'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { db } from '../process'
import { recordExport } from '../record-export'

const EXPORT_BATCH = 1000

interface AuditListInput extends AuditFilters {
  limit: number
  cursor?: string | undefined
}

/** A page of the team's audit log, newest first. @throws invalid_request for a cursor of another list */
export async function readAudit(viewer: CapableViewer<'audit:read'>, { limit, cursor, ...filters }: AuditListInput) {
  const { teamId } = viewer
  const rows = await listAudit(db(), teamId, filters, readCursor(teamId, 'audit', cursor), limit + 1)
  return toPage(rows, limit, (last) => writeCursor(teamId, 'audit', { time: last.at, id: String(last.id) }))
}

/** All entries that match, newest first, read in batches as the reader takes them. The export itself is recorded. */
export async function exportAudit(
  viewer: CapableViewer<'audit:read'>,
  filters: AuditFilters,
  context: RequestContext,
): Promise<AsyncIterable<AuditEntry>> {
  const { hours: within_hours, ...others } = filters
  await recordExport(viewer, { kind: 'audit.exported', filters: { ...others, within_hours } }, context)
  return eachEntry(viewer.teamId, filters)
}

async function* eachEntry(teamId: string, filters: AuditFilters): AsyncIterable<AuditEntry> {
  let after: { time: Date; id: string } | undefined
  for (;;) {
    const rows = await listAudit(db(), teamId, filters, after, EXPORT_BATCH)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < EXPORT_BATCH) return
    after = { time: last.at, id: String(last.id) }
  }
}
