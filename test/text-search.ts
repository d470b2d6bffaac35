import { sql } from 'kysely'
import type { Db } from '../db/schema'

/** Returns every column of the database, as `table.column`, that has a row with the text in it, in whatever case. */
export async function findTextEverywhere(db: Db, text: string): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select c.table_name as "table", c.column_name as "column" from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' order by 1, 2`.execute(db)
  const found: string[] = []
  for (const { table, column } of columns) {
    const { rows } = await sql<{ isFound: boolean }>`
      select exists (select from ${sql.table(table)} where ${sql.ref(column)}::text ilike ${`%${text}%`}) as "isFound"`.execute(db)
    if (rows[0]?.isFound) found.push(`${table}.${column}`)
  }
  return found
}
