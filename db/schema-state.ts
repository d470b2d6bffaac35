import { type Migration, sql } from 'kysely'
import { checksumOf } from './migration-checksum'
import type { Db } from './schema'

export type Migrations = Record<string, Migration>

/** How the migrations that a database has seen compare with those of this version. */
export interface SchemaState {
  /** Not yet run. */
  pending: string[]
  /** Run, but with other statements than they have now. */
  changed: string[]
  /** Run by a newer version, and unknown to this one. */
  unknown: string[]
  /** The newest product version that ran an unknown migration, if the database recorded it. */
  newerVersion: string | undefined
}

interface AppliedMigration {
  name: string
  /** Null where the migration ran before checksums were kept. */
  checksum: string | null
  version: string | null
}

/** Returns the schema in which this connection creates tables. @throws when its search path names none that exists */
export async function currentSchema(db: Db): Promise<string> {
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db)
  const schema = rows[0]?.schema
  if (!schema) throw new Error('The role has no schema to use: its search_path names none that exists and that it may use.')
  return schema
}

/** Compares the migrations that ran in a database with those of this version. */
export async function readSchemaState(db: Db, migrations: Migrations): Promise<SchemaState> {
  const applied = await listAppliedMigrations(db)
  const appliedNames = new Set(applied.map(({ name }) => name))
  const unknown = applied.filter(({ name }) => migrations[name] === undefined)
  const changed = await Promise.all(applied.map((one) => isChanged(one, migrations[one.name])))
  return {
    pending: Object.keys(migrations).filter((name) => !appliedNames.has(name)),
    changed: applied.filter((_, at) => changed[at]).map(({ name }) => name),
    unknown: unknown.map(({ name }) => name),
    newerVersion: unknown.findLast(({ version }) => version !== null)?.version ?? undefined,
  }
}

async function isChanged({ checksum }: AppliedMigration, migration: Migration | undefined): Promise<boolean> {
  return checksum !== null && migration !== undefined && checksum !== (await checksumOf(migration))
}

/** Returns the migrations that ran in the order of their names, which is that in which they ran. */
async function listAppliedMigrations(db: Db): Promise<AppliedMigration[]> {
  const schema = await currentSchema(db)
  const [migrated, recorded] = [await hasTable(db, schema, 'kysely_migration'), await hasTable(db, schema, 'migration_checksums')]
  if (!migrated) return []
  const records = recorded ? sql`left join ${sql.table(`${schema}.migration_checksums`)} c using (name)` : sql``
  const columns = recorded ? sql`c.checksum, c.version` : sql`null as checksum, null as version`
  const { rows } = await sql<AppliedMigration>`
    select m.name, ${columns} from ${sql.table(`${schema}.kysely_migration`)} m ${records} order by m.name`.execute(db)
  return rows
}

async function hasTable(db: Db, schema: string, table: string): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`
    select exists (select from pg_class where relname = ${table} and relnamespace = quote_ident(${schema})::regnamespace) as "exists"`.execute(
    db,
  )
  return rows[0]?.exists === true
}
