import type pg from 'pg'

type Query = (...parts: unknown[]) => unknown

/** Replaces how a client sends statements. */
function wrapQuery(client: pg.ClientBase, wrap: (query: Query) => Query): void {
  client.query = wrap(client.query.bind(client) as Query) as typeof client.query
}

/** Closes a connection when a statement was not answered in time. The driver would reuse it, and the next statement would wait as well. */
export function closeWhenUnanswered(client: pg.PoolClient): void {
  wrapQuery(client, (query) => (...parts) => {
    const result = query(...parts)
    if (result instanceof Promise) result.catch((error: unknown) => closeIfUnanswered(client, error))
    return result
  })
}

/** Closes a connection after an error that says that it was not answered in time. */
export function closeIfUnanswered(client: pg.PoolClient, error: unknown): void {
  if (error instanceof Error && error.message === QUERY_TIMEOUT_MESSAGE) void closeClient(client)
}

/** The driver's error message. */
const QUERY_TIMEOUT_MESSAGE = 'Query read timeout'

/** Closes a connection at once, even while a statement is running. The pool then replaces it. Pooled clients have this method, but their type lacks it. */
export const closeClient = (client: pg.PoolClient) => (client as unknown as pg.Client).end().catch(() => {})

const hotStatements = new Map<string, string>()

/** Registers a statement that is prepared under a name, so that each connection parses and plans it only once. Returns its text. */
export function hotStatement(name: string, text: string): string {
  hotStatements.set(text, name)
  return text
}

/** Registers a statement of the query builder, whose text is known only when it is composed. There must be few different texts for a name. */
export function hotQuery<Query extends { sql: string }>(name: string, query: Query): Query {
  if (!hotStatements.has(query.sql)) hotStatements.set(query.sql, `${name}_${hotStatements.size}`)
  return query
}

/** Returns the name of a registered statement; empty for any other text. */
export const nameOfHotStatement = (text: string) => hotStatements.get(text) ?? ''

/** Returns the names of all registered statements. */
export const namesOfHotStatements = () => [...hotStatements.values()]
