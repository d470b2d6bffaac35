import { sql } from 'kysely'
import type { Db } from './schema'

/** Creates the schema that DATABASE_URL names, and the extensions in `public`, where every installation in the database finds them. */
export async function prepareSchema(db: Db, schema: string): Promise<void> {
  if (!(await hasSchema(db, schema))) await db.schema.createSchema(schema).ifNotExists().execute()
  if (!(await hasSchema(db, 'public'))) return
  for (const extension of ['btree_gin', 'pg_trgm'])
    if (!(await hasExtension(db, extension))) await sql`create extension if not exists ${sql.id(extension)} with schema public`.execute(db)
}

async function hasSchema(db: Db, schema: string): Promise<boolean> {
  const { rows } = await sql`select from pg_namespace where nspname = ${schema}`.execute(db)
  return rows.length > 0
}

async function hasExtension(db: Db, extension: string): Promise<boolean> {
  const { rows } = await sql`select from pg_extension where extname = ${extension}`.execute(db)
  return rows.length > 0
}
