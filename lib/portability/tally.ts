import type { PositionInImport } from '../../db/imported-successors'
import type { Finding } from '../redaction/scan-memory'
import type { Format } from './formats/format'

/** What an import has done so far. */
export interface Tally {
  /** Which product wrote the file; null until that is known. */
  format: Format | null
  /** How many records the file has so far. */
  records: number
  stored: number
  duplicates: number
  /** Memories that were left out on purpose: of other agents, or deleted in their product. */
  skipped: number
  failed: number
  /** Records that are no memories. */
  otherRecords: number
  idsChanged: number
  /** The first ERRORS_LISTED of what failed. */
  errors: RecordError[]
  /** The first FINDINGS_LISTED secrets and personal numbers in what was stored, as the policy of the team allows or replaces them. */
  findings: RecordFinding[]
  /** The last memory that names its successor by the id that it has now; undefined before all memories are stored. */
  successorsUntil?: PositionInImport
}

interface RecordFinding extends Finding {
  line: number
}

interface RecordError {
  line: number
  error: string
}

export const ERRORS_LISTED = 1000
export const FINDINGS_LISTED = 1000

export const emptyTally = (): Tally => ({
  format: null,
  records: 0,
  stored: 0,
  duplicates: 0,
  skipped: 0,
  failed: 0,
  otherRecords: 0,
  idsChanged: 0,
  errors: [],
  findings: [],
})

/** Adds what was found in a memory of a record that does not belong into memories. */
export function addFindings(tally: Tally, line: number, findings: readonly Finding[]): void {
  const room = Math.max(0, FINDINGS_LISTED - tally.findings.length)
  tally.findings.push(...findings.slice(0, room).map((finding) => ({ line, ...finding })))
}

/** Counts what is wrong with a record or with one of its memories. */
export function addError(tally: Tally, line: number, error: string): void {
  tally.failed++
  if (tally.errors.length < ERRORS_LISTED) tally.errors.push({ line, error })
}
