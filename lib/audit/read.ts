import { type AuditEntry, type AuditFilters, listAudit } from '../../db/audit'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { eachRow, readCursor, toPage, writeCursor } from '../input/cursor'
import { db } from '../process'
import { recordExport } from '../record-export'

const EXPORT_BATCH = 1000

interface AuditListInput extends AuditFilters {
  limit: number
  cursor?: string | undefined
}

/** Returns a page of the team's audit log, newest first. @throws invalid_request for a cursor of another list */
export async function readAudit(viewer: CapableViewer<'audit:read'>, { limit, cursor, ...filters }: AuditListInput) {
  const { teamId } = viewer
  const rows = await listAudit(db(), teamId, filters, readCursor(teamId, 'audit', cursor), limit + 1)
  return toPage(rows, limit, (last) => writeCursor(teamId, 'audit', positionOf(last)))
}

/** Returns all entries that match, newest first, and records the export in the audit log. Entries are read in batches as the reader takes them. */
export async function exportAudit(
  viewer: CapableViewer<'audit:read'>,
  filters: AuditFilters,
  context: RequestContext,
): Promise<AsyncIterable<AuditEntry>> {
  const { hours: within_hours, ...others } = filters
  await recordExport(viewer, { kind: 'audit.exported', filters: { ...others, within_hours } }, context)
  return eachRow(EXPORT_BATCH, (from) => listAudit(db(), viewer.teamId, filters, from, EXPORT_BATCH), positionOf)
}

const positionOf = ({ at, id }: AuditEntry) => ({ time: at, id: String(id) })
