import type pg from 'pg'
import { localTimeouts, type Timeouts } from './timeouts'

type Query = (...parts: unknown[]) => unknown

/** Replaces how a client sends statements. */
function wrapQuery(client: pg.ClientBase, wrap: (query: Query) => Query): void {
  client.query = wrap(client.query.bind(client) as Query) as typeof client.query
}

/** Sends the timeouts in the same message that begins a transaction, for connections that do not keep timeouts. `isNeeded` is called at each begin. */
export function setTimeoutsPerTransaction(client: pg.ClientBase, timeouts: Timeouts, isNeeded: () => boolean): void {
  const setTimeouts = localTimeouts(timeouts)
  wrapQuery(
    client,
    (query) =>
      (first, ...rest) =>
        query(isBegin(first) && isNeeded() ? `${first}; ${setTimeouts}` : first, ...rest),
  )
}

const isBegin = (text: unknown): text is string => typeof text === 'string' && /^(begin|start transaction)\b/.test(text)

/** Closes a connection when a statement was not answered in time. The driver would reuse it, and the next statement would wait as well. */
export function closeWhenUnanswered(client: pg.PoolClient): void {
  wrapQuery(client, (query) => (...parts) => {
    const result = query(...parts)
    if (result instanceof Promise) result.catch((error: Error) => error.message === QUERY_TIMEOUT_MESSAGE && void closeClient(client))
    return result
  })
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

/** Sends the registered statements under their names. Kysely passes plain text, and the driver prepares only statements with a name. */
export function prepareHotStatements(client: pg.ClientBase): void {
  wrapQuery(client, (query) => (first, values, ...rest) => {
    const name = typeof first === 'string' ? hotStatements.get(first) : undefined
    return name === undefined ? query(first, values, ...rest) : query({ name, text: first, values }, ...rest)
  })
}
