import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { Db, Schema } from '../db/schema'
import { NO_SESSION, type SharedStatement } from './bare-server'
import type { OpenSession } from './sessions'

type RunQuery<Who> = (db: Db, who: Who) => Promise<unknown>

/** The statement that a function of db sends in each of these sessions; with several functions, in turns. */
export async function statementIn(sessions: OpenSession[], ...asks: RunQuery<OpenSession>[]): Promise<SharedStatement> {
  const values: SharedStatement['values'] = {}
  let text = ''
  for (const session of sessions) {
    const captured = await Promise.all(asks.map((ask) => captureStatement((db) => ask(db, session))))
    values[session.id] = captured.map((statement) => statement.values)
    text = captured[0]?.text ?? text
  }
  return { text, values }
}

export async function statementOf(ask: (db: Db) => Promise<unknown>): Promise<SharedStatement> {
  const { text, values } = await captureStatement(ask)
  return { text, values: { [NO_SESSION]: [values] } }
}

/** Asks a database that is none and listens: so the bare server runs what the product runs, whatever that is by then. */
async function captureStatement(ask: (db: Db) => Promise<unknown>): Promise<{ text: string; values: unknown[] }> {
  const captured: { text: string; values: unknown[] }[] = []
  const dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
  await ask(new Kysely<Schema>({ dialect, log: ({ query }) => void captured.push({ text: query.sql, values: [...query.parameters] }) }))
  const [statement] = captured
  if (statement === undefined || captured.length > 1) throw new Error(`${captured.length} statements were sent where one is compared.`)
  return statement
}
