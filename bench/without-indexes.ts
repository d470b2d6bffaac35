import type pg from 'pg'

interface SchemaPart {
  owner: string
  name: string
  kind: 'foreign key' | 'key' | 'index'
  /** How to make it again. */
  definition: string
}

/**
 * Fills tables, each on its own, while they have neither indexes nor keys, and makes those afterwards, which is much faster than
 * keeping them. Foreign keys hold for what comes then.
 */
export async function fillWithoutIndexes(pool: pg.Pool, fillers: Record<string, () => Promise<void>>): Promise<void> {
  const parts = await findParts(pool, Object.keys(fillers))
  const definitionsOf = (kind: SchemaPart['kind'], table?: string) =>
    parts.filter((part) => part.kind === kind && part.owner === (table ?? part.owner)).map((part) => part.definition)
  await runInTurn(parts.map(dropStatement), pool)
  const fill = async ([table, filler]: [string, () => Promise<void>]) => {
    await filler()
    await runInTurn(definitionsOf('key', table), pool)
    await Promise.all(definitionsOf('index', table).map((definition) => pool.query(definition)))
  }
  await Promise.all(Object.entries(fillers).map(fill))
  await runInTurn(definitionsOf('foreign key'), pool)
}

async function runInTurn(statements: string[], pool: pg.Pool): Promise<void> {
  for (const statement of statements) await pool.query(statement)
}

const dropStatement = ({ owner, name, kind }: SchemaPart) =>
  kind === 'index' ? `drop index ${name}` : `alter table ${owner} drop constraint ${name}`

/** What hangs on the tables, foreign keys of others that point at them included; by kind, so that those, which need the keys, are dropped first. */
async function findParts(pool: pg.Pool, tables: string[]): Promise<SchemaPart[]> {
  const { rows } = await pool.query<SchemaPart>(
    `select conrelid::regclass::text as owner, quote_ident(conname) as name, case contype when 'f' then 'foreign key' else 'key' end as kind,
       format('alter table %s add constraint %I %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid), case contype when 'f' then 'not valid' end) as definition
     from pg_constraint
     where (conrelid = any ($1::regclass[]) and contype in ('f', 'p', 'u')) or (confrelid = any ($1::regclass[]) and contype = 'f')
     union all
     select indrelid::regclass::text, indexrelid::regclass::text, 'index', pg_get_indexdef(indexrelid)
     from pg_index where indrelid = any ($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)
     order by kind`,
    [tables],
  )
  return rows
}
