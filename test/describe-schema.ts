import { sql } from 'kysely'
import type { Db } from '../db/schema'

/** Describes what migrations create in the current schema, in a fixed order: two databases with the same lines have the same schema. */
export async function describeSchema(db: Db): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with ours as (select oid, relname, relkind, reloptions from pg_class where relnamespace = current_schema()::regnamespace)
    select line from (
      select format('table %s %s', relname, reloptions) as line from ours where relkind = 'r'
      union all select format('column %s.%s %s not null %s storage %s collate %s generated %s identity %s default %s', relname, attname,
          format_type(atttypid, atttypmod), attnotnull, attstorage, attcollation::regcollation, attgenerated, attidentity, pg_get_expr(adbin, adrelid))
        from ours join pg_attribute a on attrelid = ours.oid and attnum > 0 and not attisdropped left join pg_attrdef d on adrelid = attrelid and adnum = attnum
        where relkind = 'r'
      union all select pg_get_indexdef(oid) from ours where relkind = 'i'
      union all select format('constraint %s.%s %s', relname, conname, pg_get_constraintdef(c.oid)) from pg_constraint c join ours on conrelid = ours.oid
      union all select pg_get_functiondef(p.oid) from pg_proc p where pronamespace = current_schema()::regnamespace and proname like 'memanto%'
    ) described order by line collate "C"`.execute(db)
  return rows.map(({ line }) => line)
}
