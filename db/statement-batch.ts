import type { CompiledQuery, QueryResult } from 'kysely'
import pg from 'pg'
import { type Columns, columnsOf, type FieldDescription, NO_COLUMNS, preparedStatementsOf, rowOf } from './prepared-statements'
import { closeIfUnanswered, nameOfHotStatement } from './statement-hooks'

/** The results of a batch: those of all statements, or of those before the first that failed, with its error. */
export interface BatchOutcome {
  results: QueryResult<unknown>[]
  failure: { error: unknown } | undefined
}

/** How statements are sent. */
export interface SendOptions {
  /** Whether hot statements are prepared. */
  isPrepared: boolean
  types: pg.CustomTypesConfig
}

/**
 * Sends statements in one message, and returns what was answered. Each sees what was committed before it began. No statement is executed after one
 * that fails; outside a transaction, they are one.
 */
export async function sendBatch(client: pg.PoolClient, statements: CompiledQuery[], options: SendOptions): Promise<BatchOutcome> {
  const toSend = statements.map(({ sql, parameters }) => ({
    text: sql,
    name: options.isPrepared ? nameOfHotStatement(sql) : '',
    values: parameters.map(toParameter),
  }))
  return new Promise((resolve) => {
    const batch = createBatch(toSend, options.types, (error) => {
      if (error !== null) closeIfUnanswered(client, error)
      resolve({ results: batch.results, failure: error === null ? undefined : { error } })
    })
    client.query(batch)
  })
}

interface StatementToSend {
  text: string
  /** The name under which it is prepared; empty when it is not. */
  name: string
  values: Parameter[]
}

type Parameter = string | Buffer | null

/** The driver's conversion, which its types lack. */
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => Parameter } }).utils

/** Times are sent in UTC, which takes a tenth of the time of the driver's local time. */
const toParameter = (value: unknown): Parameter => {
  if (typeof value === 'string') return value
  return value instanceof Date && isOfFourDigits(value.getUTCFullYear()) ? value.toISOString() : prepareValue(value)
}

const isOfFourDigits = (year: number) => year >= 1000 && year <= 9999

/** Several statements that are one query for the driver. */
export interface StatementBatch extends pg.Submittable {
  readonly statements: readonly StatementToSend[]
  readonly types: pg.CustomTypesConfig
  /** Of the statements that were executed so far. */
  readonly results: QueryResult<unknown>[]
  /** Is called with null when everything was executed. The driver replaces it by a function that stops its timer first. */
  callback: (error: unknown) => void
  connection: pg.Connection | undefined
  /** What was answered to the statement that is being executed. */
  columns: Columns | undefined
  answered: unknown[]
  /** The first error of reading a row. */
  unreadable: unknown
}

/**
 * What the driver calls, some of it for messages of Postgres. By itself, the driver sends a Sync message after each statement, and Postgres answers
 * each of these in a packet of its own.
 */
const METHODS = {
  submit(this: StatementBatch, connection: pg.Connection) {
    this.connection = connection
    const { stream } = connection
    stream.cork()
    for (const statement of this.statements) writeStatement(connection, statement)
    connection.sync()
    stream.uncork()
  },
  handleRowDescription(this: StatementBatch, { fields }: { fields: FieldDescription[] }) {
    this.columns = columnsOf(fields, this.types)
  },
  handleDataRow(this: StatementBatch, { fields }: { fields: (string | null)[] }) {
    try {
      this.columns ??= knownColumns(this) ?? NO_COLUMNS
      this.answered.push(rowOf(this.columns, fields))
    } catch (error) {
      this.unreadable ??= error
    }
  },
  handleCommandComplete(this: StatementBatch, { text }: { text: string }) {
    notePrepared(this)
    this.results.push(toResult(text, this.answered))
    this.answered = []
    this.columns = undefined
  },
  handleEmptyQuery(this: StatementBatch) {
    METHODS.handleCommandComplete.call(this, { text: '' })
  },
  handleError(this: StatementBatch, error: unknown) {
    if (this.connection) forgetUnexecuted(this.connection, this.statements.slice(this.results.length))
    this.callback(error)
  },
  handleReadyForQuery(this: StatementBatch) {
    this.callback(this.unreadable)
  },
}

/** In pipeline mode, the driver accepts only queries of its own class. All methods that it calls are replaced. */
const PROTOTYPE: object = Object.assign(Object.create(pg.Query.prototype), METHODS)

function createBatch(statements: StatementToSend[], types: pg.CustomTypesConfig, callback: (error: unknown) => void): StatementBatch {
  const state = { statements, types, results: [], callback, connection: undefined, columns: undefined, answered: [], unreadable: null }
  return Object.assign(Object.create(PROTOTYPE), state)
}

export const isBatch = (query: unknown): query is StatementBatch => Object.prototype.isPrototypeOf.call(PROTOTYPE, Object(query))

const nameOfCurrent = ({ statements, results }: StatementBatch) => statements[results.length]?.name ?? ''

const knownColumns = (batch: StatementBatch) =>
  batch.connection && preparedStatementsOf(batch.connection).known.get(nameOfCurrent(batch))?.columns

/** Notes that a statement with a name was executed, so that it is prepared. */
function notePrepared(batch: StatementBatch): void {
  const name = nameOfCurrent(batch)
  if (name === '' || batch.connection === undefined) return
  const { known, uncertain } = preparedStatementsOf(batch.connection)
  const prepared = known.get(name)
  if (prepared) prepared.columns ??= batch.columns ?? NO_COLUMNS
  uncertain.delete(name)
}

/** Writes what parses a statement, if it is not prepared, and executes it. */
function writeStatement(connection: pg.Connection, { text, name, values }: StatementToSend): void {
  const { known, uncertain } = preparedStatementsOf(connection)
  const prepared = known.get(name)
  if (prepared?.text !== text) {
    if (prepared || uncertain.has(name)) connection.close({ type: 'S', name }, true)
    connection.parse({ text, name, types: [] }, true)
    if (name !== '') known.set(name, { text, columns: undefined })
  }
  connection.bind({ statement: name, values }, true)
  if (known.get(name)?.columns === undefined) connection.describe({ type: 'P' }, true)
  connection.execute({}, true)
}

/** Forgets statements that were not executed: nobody knows which of them are prepared. */
function forgetUnexecuted(connection: pg.Connection, statements: readonly StatementToSend[]): void {
  const { known, uncertain } = preparedStatementsOf(connection)
  for (const [place, { name }] of statements.entries())
    if (name !== '' && (place === 0 || known.get(name)?.columns === undefined)) {
      known.delete(name)
      uncertain.add(name)
    }
}

const CHANGING = /^(INSERT|UPDATE|DELETE|MERGE)\b.* (\d+)$/

/** Reads the number of rows from the tag of a command, such as `INSERT 0 5`. */
function toResult(tag: string, rows: unknown[]): QueryResult<unknown> {
  const count = CHANGING.exec(tag)?.[2]
  return count === undefined ? { rows } : { numAffectedRows: BigInt(count), rows }
}
