import { type RawBuilder, sql } from 'kysely'

/** The row of a statement that always returns one. @throws when it did not */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('The database returned no row where there is always one.')
  return row
}

/** A JSON object with a value for each name. */
export const objectOf = <Name extends string>(names: readonly Name[], value: (name: Name) => RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`json_build_object(${sql.join(names.flatMap((name) => [sql.lit(name), value(name)]))})`
