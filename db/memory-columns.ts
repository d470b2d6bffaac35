import { NOW, statusOf } from './fragments'

/** The columns of a memory that are shown, which its earlier versions have too. */
export const MEMORY_COLUMNS = [
  'team_id',
  'id',
  'version',
  'agent_row_id',
  'session_id',
  'seq',
  'type',
  'title',
  'content',
  'confidence',
  'tags',
  'source',
  'provenance',
  'occurred_at',
  'created_at',
  'updated_at',
  'status',
  'status_at',
  'superseded_by',
  'expires_at',
  'trust',
  'by_kind',
  'by_id',
  'client',
  'changed_in',
  'reason',
] as const

/** SQL of these columns of a row `m` of memories or memory_versions, as they are stored. */
export const storedColumns = (m: string) => MEMORY_COLUMNS.map((column) => `${m}.${column}`).join(', ')

/** SQL of these columns, with the status that the memory has at `now`. */
export const memoryColumns = (m: string, now = NOW) =>
  MEMORY_COLUMNS.map((column) => (column === 'status' ? `${statusOf(m, now)} as status` : `${m}.${column}`)).join(', ')
