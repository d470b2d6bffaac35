import type { z } from 'zod'
import type { IMPORT_RESULT } from './schemas'
import type { Tally } from './tally'

/** What an import did, under the names of the API, as it is stored with a finished import. */
export type ImportAnswer = z.infer<typeof IMPORT_RESULT>

/** The answer of an import; `importId` is null for a dry run. */
export const answerOf = (tally: Tally, agentName: string, importId: string | null): ImportAnswer => ({
  agent_id: agentName,
  import_id: importId,
  dry_run: importId === null,
  format: tally.format,
  records: tally.records,
  stored: tally.stored,
  duplicates: tally.duplicates,
  skipped: tally.skipped,
  failed: tally.failed,
  other_records: tally.otherRecords,
  ids_changed: tally.idsChanged,
  errors: tally.errors,
  findings: tally.findings,
})
