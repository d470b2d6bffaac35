import type pg from 'pg'

/** A column of a result as Postgres describes it. */
export interface FieldDescription {
  name: string
  dataTypeID: number
}

/** How the rows of a statement are read. */
export interface Columns {
  names: string[]
  readers: ((text: string) => unknown)[]
  /** A row without values; copies of it have one shape. */
  empty: Record<string, unknown>
}

const NOT_READ = () => null

/** Of statements that return no rows. */
export const NO_COLUMNS: Columns = { names: [], readers: [], empty: {} }

/** Of columns with the same name, only the last one is read. */
export function columnsOf(fields: FieldDescription[], { getTypeParser }: pg.CustomTypesConfig): Columns {
  const names = fields.map(({ name }) => name)
  return {
    names,
    readers: fields.map(({ name, dataTypeID }, at) => (names.lastIndexOf(name) === at ? getTypeParser(dataTypeID, 'text') : NOT_READ)),
    empty: Object.fromEntries(names.map((name) => [name, null])),
  }
}

/** Reads a row from the texts of its values. */
export function rowOf({ names, readers, empty }: Columns, values: (string | null)[]): Record<string, unknown> {
  const row = { ...empty }
  for (let at = 0; at < values.length; at++) {
    const text = values[at] ?? null
    row[names[at] ?? ''] = text === null ? null : readers[at]?.(text)
  }
  return row
}

interface PreparedStatement {
  text: string
  /** Undefined until they are known. They never change. */
  columns: Columns | undefined
}

/** The statements that are prepared on a connection. */
interface PreparedStatements {
  /** By name. */
  known: Map<string, PreparedStatement>
  /** Names of statements that may exist or not, because an error was answered. */
  uncertain: Set<string>
}

const ofConnections = new WeakMap<pg.Connection, PreparedStatements>()

export function preparedStatementsOf(connection: pg.Connection): PreparedStatements {
  const found = ofConnections.get(connection) ?? { known: new Map(), uncertain: new Set() }
  ofConnections.set(connection, found)
  return found
}
