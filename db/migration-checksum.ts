import { createHash } from 'node:crypto'
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  type Migration,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'

/**
 * Returns a digest of the statements that a migration executes, so that a later change of them is noticed. The migration runs without a
 * database, and every statement returns no rows. Indentation and blank lines make no difference.
 */
export async function checksumOf(migration: Migration): Promise<string> {
  const statements = await recordStatements(migration)
  return createHash('sha256').update(JSON.stringify(statements)).digest('hex')
}

async function recordStatements(migration: Migration): Promise<unknown[]> {
  const statements: unknown[] = []
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (recorded) => new PostgresIntrospector(recorded),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }: { query: CompiledQuery }) => void statements.push([withoutIndentation(query.sql), query.parameters]),
  })
  await migration.up(db)
  return statements
}

const withoutIndentation = (text: string) =>
  text
    .replace(/\s*\n\s*/g, '\n')
    .replace(/[ \t]+/g, ' ')
    .trim()
