import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import pg from 'pg'
import { listenAndReport, readTask } from '../child-process'
import { overHttp } from '../measure'
import { startComparisonServer } from '../processes'
import { get, post } from '../requests'
import { collectCookies, type ServerTask, serverTaskOf } from './http-peer'
import { importFrom } from './packages'
import type { Contender, Peer, PeerSetup } from './peer'

const VERSION = '1.7.5'
const CREATE = '/api/auth/bench/create-session'
const READ = '/api/auth/get-session'
const KEYS = 64
const SESSIONS = 64
const USERS = 1000

export const betterAuth: Peer = {
  name: 'better-auth',
  packages: {
    folder: 'better-auth',
    dependencies: {
      'better-auth': VERSION,
      '@better-auth/api-key': VERSION,
      '@better-auth/core': VERSION,
      '@better-auth/utils': '0.4.2',
      'better-call': '1.4.0',
    },
  },
  operations: ['verify an API key', 'create a session', 'read a session'],
  note: 'in a server of its own on the same Postgres. Keys: auth.api.verifyApiKey behind node:http, 64 keys in turns. Sessions: its node handler; an endpoint of a plugin calls internalAdapter.createSession for one of 1,000 users and sets the cookie, without a sign-in, whose password hash would take most of the time.',
  start: startBetterAuth,
}

async function startBetterAuth(setup: PeerSetup): Promise<Contender[]> {
  const { origin } = await startComparisonServer('better-auth', serverTaskOf(setup), setup.onCleanUp)
  const keys = (await fetch(`${origin}/keys`).then((answer) => answer.json())) as string[]
  const cookies = await collectCookies(origin + CREATE, SESSIONS, origin + READ)
  const contender = (operation: Contender['operation'], requests: ReturnType<typeof get>[]): Contender => ({
    operation,
    run: overHttp({ origin, requests: { inTurns: requests } }),
  })
  return [
    contender(
      'verify an API key',
      keys.map((key) => get('/verify', { 'x-api-key': key })),
    ),
    contender('create a session', [post(CREATE, {})]),
    contender(
      'read a session',
      cookies.map((cookie) => get(READ, { cookie })),
    ),
  ]
}

interface User {
  id: string
}

interface EndpointContext {
  context: { internalAdapter: { createSession(userId: string): Promise<{ id: string; expiresAt: Date }> } }
  json(body: object): unknown
}

type CreateEndpoint = (path: string, options: { method: 'POST' }, handler: (context: EndpointContext) => Promise<unknown>) => unknown
type SetSessionCookie = (context: EndpointContext, signedIn: { session: object; user: User }) => Promise<void>

interface Auth {
  api: {
    createApiKey(input: { body: { userId: string; name: string } }): Promise<{ key: string }>
    verifyApiKey(input: { body: { key: string } }): Promise<{ valid: boolean }>
  }
}

/** The server of better-auth, in a process of its own. */
export async function serveBetterAuth(): Promise<void> {
  const { folder, databaseUrl, poolSize, secret } = await readTask<ServerTask>()
  const { betterAuth: createAuth } = await importFrom<{ betterAuth(options: object): Auth }>(folder, 'better-auth')
  const { getMigrations } = await importFrom<{ getMigrations(options: object): Promise<{ runMigrations(): Promise<void> }> }>(
    folder,
    'better-auth/db/migration',
  )
  const { toNodeHandler } = await importFrom<{ toNodeHandler(auth: Auth): (request: IncomingMessage, response: ServerResponse) => void }>(
    folder,
    'better-auth/node',
  )
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize })
  const users: User[] = []
  const options = { ...SETTINGS, secret, database: pool, plugins: await pluginsOf(folder, users) }
  await (await getMigrations(options)).runMigrations()
  users.push(...(await insertUsers(pool)))
  const auth = createAuth(options)
  const handle = toNodeHandler(auth)
  const keys = await createKeys(auth, users)
  const server = createServer((request, response) => {
    if (request.url === '/verify') return void verifyKey(auth, request, response)
    if (request.url === '/keys') return void response.end(JSON.stringify(keys))
    handle(request, response)
  })
  await listenAndReport(server)
}

const SETTINGS = {
  baseURL: 'http://127.0.0.1',
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  logger: { disabled: true },
}

async function pluginsOf(folder: string, users: User[]): Promise<unknown[]> {
  const { apiKey } = await importFrom<{ apiKey(options: object): unknown }>(folder, '@better-auth/api-key')
  const { createAuthEndpoint } = await importFrom<{ createAuthEndpoint: CreateEndpoint }>(folder, 'better-auth/api')
  const { setSessionCookie } = await importFrom<{ setSessionCookie: SetSessionCookie }>(folder, 'better-auth/cookies')
  let turn = 0
  const createSession = createAuthEndpoint('/bench/create-session', { method: 'POST' }, async (context) => {
    const user = users[turn++ % users.length]
    if (user === undefined) throw new Error('There are no users.')
    const session = await context.context.internalAdapter.createSession(user.id)
    await setSessionCookie(context, { session, user })
    return context.json({ id: session.id, expiresAt: session.expiresAt })
  })
  return [apiKey({ rateLimit: { enabled: false } }), { id: 'bench', endpoints: { createSession } }]
}

async function insertUsers(pool: pg.Pool): Promise<User[]> {
  const { rows } = await pool.query<User>(
    `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     select 'user-' || n, 'Ada', 'ada-' || n || '@example.com', true, now(), now() from generate_series(1, ${USERS}) n returning *`,
  )
  return rows
}

async function createKeys(auth: Auth, users: User[]): Promise<string[]> {
  const created = users.slice(0, KEYS).map(({ id }) => auth.api.createApiKey({ body: { userId: id, name: 'Bench' } }))
  return (await Promise.all(created)).map(({ key }) => key)
}

async function verifyKey(auth: Auth, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { valid } = await auth.api.verifyApiKey({ body: { key: String(request.headers['x-api-key']) } })
  response.writeHead(valid ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify({ valid }))
}
