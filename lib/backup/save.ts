import { createHmac } from 'node:crypto'
import { type Snapshot, withSnapshot } from '../../db/backup'
import { version } from '../../package.json'
import { type BackupHeader, newHeader } from './header'
import { requireNewFile, writeBackup } from './write'

export interface Progress {
  start(total: number): void
  advance(by: number): void
}

interface SaveOptions {
  url: string
  secret: string
  progress: Progress
  signal: AbortSignal
}

export interface SavedBackup extends BackupHeader {
  bytes: number
  rows: number
}

/** Saves a snapshot of the database to a new file. Nobody who uses the database has to wait. */
export async function saveBackup(path: string, { url, secret, progress, signal }: SaveOptions): Promise<SavedBackup> {
  requireNewFile(path)
  return withSnapshot(
    url,
    async (snapshot) => {
      if (snapshot.migrations.length === 0) throw new Error('This database has no Memanto data: nothing to back up.')
      const header = headerOf(snapshot, secret)
      const rows = snapshot.tables.reduce((sum, table) => sum + table.rows, 0)
      progress.start(rows)
      const bytes = await writeBackup(path, header, snapshot, { signal, onRows: progress.advance })
      return { ...header, bytes, rows }
    },
    signal,
  )
}

function headerOf({ takenAt, postgres, migrations, tables }: Snapshot, secret: string): BackupHeader {
  return newHeader({ version, created_at: takenAt.toISOString(), postgres, secret_print: secretFingerprint(secret), migrations, tables })
}

/** Returns a hash of the secret that reveals nothing about it, to compare the secrets of two installations. */
export const secretFingerprint = (secret: string) => createHmac('sha256', secret).update('memanto backup').digest('base64url').slice(0, 22)
