import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import pg from 'pg'
import { listenAndReport, readTask } from '../child-process'
import { overHttp } from '../measure'
import { startComparisonServer } from '../processes'
import { get, post } from '../requests'
import { collectCookies, type ServerTask, serverTaskOf } from './http-peer'
import { importFrom } from './packages'
import type { Contender, Peer, PeerSetup } from './peer'

const PATH = '/session'
const SESSIONS = 64
const DAY_MS = 86_400_000

export const expressSession: Peer = {
  name: 'express-session',
  packages: {
    folder: 'express-session',
    dependencies: { 'express-session': '1.19.0', 'connect-pg-simple': '10.0.0', express: '5.3.0' },
  },
  operations: ['create a session', 'read a session'],
  note: 'with connect-pg-simple and Express in a server of its own on the same Postgres, its defaults except resave and saveUninitialized, which its documentation advises to switch off. No credential is checked when a session is created.',
  start: startExpressSession,
}

async function startExpressSession(setup: PeerSetup): Promise<Contender[]> {
  const { origin } = await startComparisonServer('express-session', serverTaskOf(setup), setup.onCleanUp)
  const cookies = await collectCookies(origin + PATH, SESSIONS, origin + PATH)
  const reads = cookies.map((cookie) => get(PATH, { cookie }))
  return [
    { operation: 'create a session', run: overHttp({ origin, requests: { inTurns: [post(PATH, {})] } }) },
    { operation: 'read a session', run: overHttp({ origin, requests: { inTurns: reads } }) },
  ]
}

interface SessionRequest extends IncomingMessage {
  session: { userId?: string }
}

interface JsonResponse extends ServerResponse {
  json(body: object): void
}

type Handler = (request: SessionRequest, response: JsonResponse) => void

interface App {
  (request: IncomingMessage, response: ServerResponse): void
  use(middleware: unknown): void
  get(path: string, handler: Handler): void
  post(path: string, handler: Handler): void
}

type Store = new (options: object) => object
type CreateSessions = (options: object) => unknown

/** The server of express-session, in a process of its own. */
export async function serveExpressSession(): Promise<void> {
  const { folder, databaseUrl, poolSize, secret } = await readTask<ServerTask>()
  const { default: express } = await importFrom<{ default: () => App }>(folder, 'express')
  const { default: session } = await importFrom<{ default: CreateSessions }>(folder, 'express-session')
  const { default: storesOf } = await importFrom<{ default: (sessions: CreateSessions) => Store }>(folder, 'connect-pg-simple')
  const PostgresStore = storesOf(session)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize })
  await pool.query(readFileSync(join(folder, 'node_modules', 'connect-pg-simple', 'table.sql'), 'utf8'))
  const store = new PostgresStore({ pool })
  const app = express()
  app.use(session({ store, secret, resave: false, saveUninitialized: false, cookie: { maxAge: DAY_MS } }))
  app.post(PATH, (request, response) => {
    request.session.userId = 'ada'
    response.json({ userId: 'ada' })
  })
  app.get(PATH, ({ session: { userId } }, response) => {
    if (userId === undefined) response.statusCode = 401
    response.json({ userId })
  })
  app.use(endWithError)
  await listenAndReport(createServer(app))
}

/** A session that could not be saved is answered as if it were, so the error goes to standard error, and the bench ends. */
function endWithError(error: Error, _request: SessionRequest, _response: JsonResponse, _next: () => void): void {
  console.error(`express-session failed: ${error.message}`)
  process.exit(1)
}
