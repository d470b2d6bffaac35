import { join } from 'node:path'
import { saveBackup } from '../../backup/save'
import { requireNewFile } from '../../backup/write'
import type { OpenDatabase } from '../database'
import { SECRET_FILE } from '../secret'
import { parseFileArguments } from './file-arguments'
import { progressBar } from './progress-bar'
import { withUnmigratedDatabase } from './with-database'

/** `backup FILE`: saves the database while the server runs. */
export async function backup(args: string[], signal: AbortSignal): Promise<void> {
  const { values, path } = parseFileArguments('backup', args, { json: { type: 'boolean' } })
  requireNewFile(path)
  await withUnmigratedDatabase(signal, async (database, url) => {
    const progress = progressBar('Saving')
    const saved = await saveBackup(path, { url, secret: database.settings.MEMANTO_SECRET, progress, signal }).finally(progress.stop)
    const { bytes, rows, created_at } = saved
    if (values.json) return console.log(JSON.stringify({ file: path, bytes, rows, created_at, secret: 'not included' }))
    console.log(`Saved ${rows} rows to ${path} (${formatSize(bytes)}), as of ${created_at}.`)
    console.log(`It contains memories and password hashes: keep it private. ${secretReminder(database)}`)
  })
}

const formatSize = (bytes: number) => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`)

function secretReminder({ dataDir }: OpenDatabase): string {
  const place = dataDir && !process.env.MEMANTO_SECRET ? `the file ${join(dataDir, SECRET_FILE)}` : 'MEMANTO_SECRET'
  return `It does not contain the secret for session tokens and logins: back up ${place} separately.`
}
