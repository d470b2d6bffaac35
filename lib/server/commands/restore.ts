import type { ContentCounts } from '../../../db/restore'
import { restoreBackup } from '../../backup/restore'
import { secretFingerprint } from '../../backup/save'
import { type OpenDatabase, placeInUse, prepareSchemaOf } from '../database'
import { parseFileArguments } from './file-arguments'
import { untilAborted } from './interrupt-signal'
import { progressBar } from './progress-bar'
import { withUnmigratedDatabase } from './with-database'

const OPTIONS = { replace: { type: 'string' }, json: { type: 'boolean' } } as const

/** `restore FILE`: loads a backup into an empty database, or replaces the contents of the database that is named. */
export async function restore(args: string[], signal: AbortSignal): Promise<void> {
  const { values, path } = parseFileArguments('restore', args, OPTIONS)
  await withUnmigratedDatabase(signal, async (database, url) => {
    const place = await untilAborted(signal, placeInUse(database))
    if (values.replace !== undefined && values.replace !== place)
      throw new Error(`--replace does not match the database in use, ${place}. Nothing was changed.`)
    await untilAborted(signal, prepareSchemaOf(database.settings))
    const progress = progressBar('Restoring')
    const requireReplaceable = (found: ContentCounts) => requireEmptyOrNamed(found, path, place, values.replace === place)
    const { created_at, version, rows, migrated, secret_print } = await restoreBackup(path, {
      url,
      requireReplaceable,
      progress,
      signal,
    }).finally(progress.stop)
    const isSameSecret = hasSecret(database, secret_print)
    if (values.json) return console.log(JSON.stringify({ file: path, created_at, version, rows, migrated, same_secret: isSameSecret }))
    console.log(`Restored ${rows} rows into ${place}, as of ${created_at} (Memanto ${version}).`)
    if (migrated.length > 0) console.log(`Migrations run: ${migrated.join(', ')}.`)
    if (!isSameSecret) console.log(OTHER_SECRET_NOTE)
  })
}

const OTHER_SECRET_NOTE = `The backup was made on a server with another secret. API keys and passwords work; session tokens and logins from
there do not. To make them work, set MEMANTO_SECRET (or MEMANTO_SECRET_PREVIOUS) to the old secret and restart.`

function requireEmptyOrNamed({ teams, people }: ContentCounts, path: string, place: string, isNamed: boolean): void {
  if (isNamed || (teams === 0 && people === 0)) return
  throw new Error(`The database at ${place} is not empty: teams ${teams}, people ${people}. Nothing was changed.
To delete its contents and restore the backup instead: npm run -s admin -- restore '${path}' --replace '${place}'`)
}

function hasSecret({ settings }: OpenDatabase, print: string): boolean {
  const { MEMANTO_SECRET, MEMANTO_SECRET_PREVIOUS } = settings
  return [MEMANTO_SECRET, MEMANTO_SECRET_PREVIOUS].some((secret) => secret !== undefined && secretFingerprint(secret) === print)
}
