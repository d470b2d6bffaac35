import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { version } from '../package.json'
import { checksumOf } from './migration-checksum'
import * as initial from './migrations/0001-initial'
import * as signIn from './migrations/0002-sign-in'
import * as portalLists from './migrations/0003-portal-lists'
import * as sessionDays from './migrations/0004-session-days'
import * as deletedTeams from './migrations/0005-deleted-teams'
import * as repair from './migrations/0006-repair-early-schemas'
import * as logins from './migrations/0007-logins'
import * as keyRateLimits from './migrations/0008-key-rate-limits'
import * as api from './migrations/0009-api'
import * as plainNames from './migrations/0010-plain-names'
import * as recall from './migrations/0011-recall'
import * as memoryVersions from './migrations/0012-memory-versions'
import * as redaction from './migrations/0013-redaction'
import * as memoryLinks from './migrations/0014-memory-links'
import * as imports from './migrations/0015-imports'
import * as retention from './migrations/0016-retention'
import * as searchAcrossAgents from './migrations/0017-search-across-agents'
import * as requestLog from './migrations/0018-request-log'
import * as failedPages from './migrations/0019-failed-pages'
import * as savedViews from './migrations/0020-saved-views'
import type { Db } from './schema'
import { currentSchema, type Migrations, readSchemaState, type SchemaState } from './schema-state'

/** Every migration in order. A new one is added here and in migrations/checksums.json; it must not change once it was released. */
export const migrations: Migrations = {
  '0001-initial': initial,
  '0002-sign-in': signIn,
  '0003-portal-lists': portalLists,
  '0004-session-days': sessionDays,
  '0005-deleted-teams': deletedTeams,
  '0006-repair-early-schemas': repair,
  '0007-logins': logins,
  '0008-key-rate-limits': keyRateLimits,
  '0009-api': api,
  '0010-plain-names': plainNames,
  '0011-recall': recall,
  '0012-memory-versions': memoryVersions,
  '0013-redaction': redaction,
  '0014-memory-links': memoryLinks,
  '0015-imports': imports,
  '0016-retention': retention,
  '0017-search-across-agents': searchAcrossAgents,
  '0018-request-log': requestLog,
  '0019-failed-pages': failedPages,
  '0020-saved-views': savedViews,
}

/**
 * Brings the schema up to date, one process at a time (Kysely takes an advisory lock), and returns the names of the migrations that ran.
 * @throws when a newer version used the database, when a migration was changed after it ran, or when one fails; then all are rolled back
 */
export async function migrate(db: Db, migrationsToRun: Migrations = migrations): Promise<string[]> {
  requireCompatible(await readSchemaState(db, migrationsToRun))
  const provider = { getMigrations: async () => withChecksums(migrationsToRun) }
  const { error, results = [] } = await new Migrator({ db, provider, migrationTableSchema: await currentSchema(db) }).migrateToLatest()
  if (error) throw new Error(`A migration failed and was rolled back: ${messageOf(error)}`, { cause: error })
  return results.map((result) => result.migrationName)
}

/** Returns the names of all migrations, in order. */
export const migrationNames = () => Object.keys(migrations)

/** Returns the migrations up to and including `last`: those that ran in a database of an earlier version. */
export function migrationsUntil(last: string): Migrations {
  const count = migrationNames().indexOf(last) + 1
  return Object.fromEntries(Object.entries(migrations).slice(0, count))
}

/** Compares the migrations that ran in a database with all of this version. */
export const schemaState = (db: Db): Promise<SchemaState> => readSchemaState(db, migrations)

/** Returns whether all migrations of this version ran with the statements that they have now. A newer version may have run more. */
export async function isMigrated(db: Db): Promise<boolean> {
  const { pending, changed } = await schemaState(db)
  return pending.length === 0 && changed.length === 0
}

/** Returns why this version must not use the database, in sentences; undefined when it may. */
export function incompatibility({ changed, unknown, newerVersion }: SchemaState): string | undefined {
  if (unknown.length > 0) {
    const newer = newerVersion ? `, version ${newerVersion}` : ''
    return `This database was used by a newer Memanto${newer}: it has the migration ${unknown.join(', ')}, which version ${version} does not know. Start the newer version, or restore a backup from before its first start.`
  }
  if (changed.length === 0) return undefined
  return `The migration ${changed.join(', ')} differs from the one that ran on this database, so its tables may not match. Start the version that ran it, or undo the change to the file.`
}

function requireCompatible(state: SchemaState): void {
  const sentence = incompatibility(state)
  if (sentence) throw new Error(sentence)
}

/** Returns migrations that also record their checksum, and those of earlier migrations that ran before checksums were recorded. */
function withChecksums(migrationsToRun: Migrations): Migrations {
  const names = Object.keys(migrationsToRun)
  const recorded = Object.entries(migrationsToRun).map(([name, migration], at): [string, Migration] => [
    name,
    {
      up: async (db) => {
        await loadTrigrams(db)
        await migration.up(db)
        await sql`create table if not exists migration_checksums (name text primary key, checksum text not null, version text not null)`.execute(
          db,
        )
        for (const upToIt of names.slice(0, at + 1)) await recordChecksum(db, upToIt, migrationsToRun[upToIt])
      },
    },
  ])
  return Object.fromEntries(recorded)
}

/** Loads pg_trgm by using it once: before that, a role without privileges cannot set its parameters on a function. */
async function loadTrigrams(db: Kysely<unknown>): Promise<void> {
  await sql`do $$ begin perform similarity('', ''); exception when undefined_function then null; end $$`.execute(db)
}

async function recordChecksum(db: Kysely<unknown>, name: string, migration: Migration | undefined): Promise<void> {
  if (migration === undefined) return
  const checksum = await checksumOf(migration)
  await sql`insert into migration_checksums (name, checksum, version) values (${name}, ${checksum}, ${version}) on conflict do nothing`.execute(
    db,
  )
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
