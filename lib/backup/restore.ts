import { statSync } from 'node:fs'
import type { TableColumns } from '../../db/backup-tables'
import { migrationNames } from '../../db/migrate'
import { type ContentCounts, type Loader, replaceData } from '../../db/restore'
import type { BackupHeader } from './header'
import { checkBackup, readBackup } from './read'
import type { Progress } from './save'

interface RestoreOptions {
  url: string
  /** Throws if the data in the database must not be deleted. */
  requireReplaceable: (found: ContentCounts) => void
  progress: Progress
  signal: AbortSignal
}

export interface RestoredBackup extends BackupHeader {
  rows: number
  /** The migrations that ran on the restored data, because this Memanto is newer than the backup. */
  migrated: string[]
}

/** Puts a backup into a database, all or nothing. The file is read twice: first to the end, so that a damaged one changes nothing. */
export async function restoreBackup(path: string, { url, requireReplaceable, progress, signal }: RestoreOptions): Promise<RestoredBackup> {
  progress.start(2 * (statSync(path, { throwIfNoEntry: false })?.size ?? 0))
  const reading = { signal, onBytes: progress.advance }
  const header = await checkBackup(path, reading)
  requireKnownMigrations(header)
  const migrated = await replaceData(url, { ...header, requireReplaceable, signal }, (loader) =>
    readBackup(path, visitorOf(loader, header), reading),
  )
  return { ...header, migrated, rows: header.tables.reduce((sum, table) => sum + table.rows, 0) }
}

function visitorOf(loader: Loader, checked: BackupHeader) {
  return {
    onHeader({ created_at }: BackupHeader) {
      if (created_at !== checked.created_at) throw new Error('The file was replaced while it was read. Nothing was restored.')
    },
    async onTable(table: TableColumns & { rows: number }, data: AsyncIterable<Buffer>) {
      const filled = await loader.copyIn(table, data)
      if (filled !== table.rows) throw new Error(`${table.name} accepted ${filled} of ${table.rows} rows. Nothing was restored.`)
    },
    onEnd: loader.setSequences,
  }
}

/** Its migrations must be the first of ours. */
function requireKnownMigrations({ version, migrations }: BackupHeader): void {
  const known = migrationNames()
  const unknown = migrations.find((name, at) => name !== known[at])
  if (unknown === undefined) return
  throw new Error(
    `This backup was written by another version of Memanto (${version}; it ran the migration ${unknown}). Update this one, then restore.`,
  )
}
