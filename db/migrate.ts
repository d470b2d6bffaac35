import { type Migration, Migrator } from 'kysely'
import * as initial from './migrations/0001-initial'
import * as signIn from './migrations/0002-sign-in'
import * as portalLists from './migrations/0003-portal-lists'
import * as sessionDays from './migrations/0004-session-days'
import * as deletedTeams from './migrations/0005-deleted-teams'
import * as keyRateLimits from './migrations/0008-key-rate-limits'
import type { Db } from './schema'

/** Every migration in order; a new one is added here, never changed afterwards. */
const migrations = {
  '0001-initial': initial,
  '0002-sign-in': signIn,
  '0003-portal-lists': portalLists,
  '0004-session-days': sessionDays,
  '0005-deleted-teams': deletedTeams,
  '0008-key-rate-limits': keyRateLimits,
}

type Migrations = Record<string, Migration>

const migrator = (db: Db, wanted: Migrations) => new Migrator({ db, provider: { getMigrations: async () => wanted } })

/** Brings the schema up to date, one process at a time (Kysely holds an advisory lock); gives the names that ran. */
export async function migrate(db: Db, wanted: Migrations = migrations): Promise<string[]> {
  const { error, results = [] } = await migrator(db, wanted).migrateToLatest()
  if (error) throw new Error(`A migration failed and was rolled back: ${reason(error)}`, { cause: error })
  return results.map((result) => result.migrationName)
}

/** True when nothing is left to migrate. */
export async function isMigrated(db: Db): Promise<boolean> {
  const known = await migrator(db, migrations).getMigrations()
  return known.every((migration) => migration.executedAt !== undefined)
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))
