import type pg from 'pg'

interface Part {
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
  const parts = await partsOf(pool, Object.keys(fillers))
  const foreignKeys = parts.filter((part) => part.kind === 'foreign key')
  const others = parts.filter((part) => part.kind !== 'foreign key')
  await inTurn([...foreignKeys, ...others].map(dropping), pool)
  const fill = async ([table, filler]: [string, () => Promise<void>]) => {
    await filler()
    await inTurn(
      others.filter((part) => part.owner === table).map((part) => part.definition),
      pool,
    )
  }
  await Promise.all(Object.entries(fillers).map(fill))
  await inTurn(
    foreignKeys.map((part) => part.definition),
    pool,
  )
}

async function inTurn(statements: string[], pool: pg.Pool): Promise<void> {
  for (const statement of statements) await pool.query(statement)
}

const dropping = ({ owner, name, kind }: Part) => (kind === 'index' ? `drop index ${name}` : `alter table ${owner} drop constraint ${name}`)

/** What hangs on the tables, foreign keys of others that point at them included. */
async function partsOf(pool: pg.Pool, tables: string[]): Promise<Part[]> {
  const { rows } = await pool.query<Part>(
    `select conrelid::regclass::text as owner, quote_ident(conname) as name, case contype when 'f' then 'foreign key' else 'key' end as kind,
       format('alter table %s add constraint %I %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid), case contype when 'f' then 'not valid' end) as definition
     from pg_constraint
     where (conrelid = any ($1::regclass[]) and contype in ('f', 'p', 'u')) or (confrelid = any ($1::regclass[]) and contype = 'f')
     union all
     select indrelid::regclass::text, indexrelid::regclass::text, 'index', pg_get_indexdef(indexrelid)
     from pg_index where indrelid = any ($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`,
    [tables],
  )
  return rows
}
