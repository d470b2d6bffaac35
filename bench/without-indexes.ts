import type pg from 'pg'

interface Part {
  owner: string
  name: string
  kind: 'foreign key' | 'key' | 'index'
  /** How to make it again. */
  definition: string
}

/** Runs `fill` while these tables have neither indexes nor keys, and makes those afterwards, which is much faster than keeping them. Foreign keys hold for what comes then. */
export async function withoutIndexes(pool: pg.Pool, tables: string[], fill: () => Promise<void>): Promise<void> {
  const parts = await partsOf(pool, tables)
  const of = (kind: Part['kind']) => parts.filter((part) => part.kind === kind)
  for (const part of [...of('foreign key'), ...of('key'), ...of('index')]) await pool.query(dropping(part))
  await fill()
  const make = async (part: Part) => void (await pool.query(part.definition))
  await Promise.all(tables.map((table) => inTurn(parts.filter(({ owner, kind }) => owner === table && kind !== 'foreign key'), make)))
  await inTurn(of('foreign key'), make)
}

async function inTurn<T>(things: T[], work: (thing: T) => Promise<void>): Promise<void> {
  for (const thing of things) await work(thing)
}

const dropping = ({ owner, name, kind }: Part) => (kind === 'index' ? `drop index ${name}` : `alter table ${owner} drop constraint ${name}`)

/** What hangs on the tables, foreign keys of others that point at them included. */
async function partsOf(pool: pg.Pool, tables: string[]): Promise<Part[]> {
  const { rows } = await pool.query<Part>(
    `select conrelid::regclass::text as owner, conname as name, case contype when 'f' then 'foreign key' else 'key' end as kind,
       format('alter table %s add constraint %I %s%s', conrelid::regclass, conname, pg_get_constraintdef(oid), case contype when 'f' then ' not valid' end) as definition
     from pg_constraint
     where (conrelid = any ($1::regclass[]) and contype in ('f', 'p', 'u')) or (confrelid = any ($1::regclass[]) and contype = 'f')
     union all
     select indrelid::regclass::text, indexrelid::regclass::text, 'index', pg_get_indexdef(indexrelid)
     from pg_index where indrelid = any ($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`,
    [tables],
  )
  return rows
}
