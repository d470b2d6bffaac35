import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import pg from 'pg'
import { listenAndReport, readTask } from '../child-process'
import type { ServerTask } from './http-peer'
import { importFrom } from './packages'

const KEYS = 64
const USERS = 1000

interface User {
  id: string
}

interface CreatedSession {
  id: string
  expiresAt: Date
}

interface AuthContext {
  internalAdapter: { createSession(userId: string): Promise<CreatedSession> }
}

interface EndpointContext {
  context: AuthContext
  json(body: object): unknown
}

interface Auth {
  api: {
    createApiKey(input: { body: { userId: string; name: string } }): Promise<{ key: string }>
    verifyApiKey(input: { body: { key: string } }): Promise<{ valid: boolean }>
  }
  $context: Promise<AuthContext>
}

type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void
type CreateEndpoint = (path: string, options: { method: 'POST' }, handler: (context: EndpointContext) => Promise<unknown>) => unknown
type SetSessionCookie = (context: EndpointContext, signedIn: { session: CreatedSession; user: User }) => Promise<void>

/** The server of better-auth, in a process of its own. */
export async function serveBetterAuth(): Promise<void> {
  const task = await readTask<ServerTask>()
  const { auth, nextUser, keys } = await createAuth(task)
  const { toNodeHandler } = await importFrom<{ toNodeHandler(auth: Auth): NodeHandler }>(task.folder, 'better-auth/node')
  const handle = toNodeHandler(auth)
  const { internalAdapter } = await auth.$context
  const answers: Record<string, (request: IncomingMessage) => Promise<object | undefined>> = {
    '/keys': async () => keys,
    '/create': () => internalAdapter.createSession(nextUser().id),
    '/verify': async ({ headers }) => {
      const verified = await auth.api.verifyApiKey({ body: { key: String(headers['x-api-key']) } })
      return verified.valid ? verified : undefined
    },
  }
  const server = createServer(async (request, response) => {
    const answer = answers[request.url ?? '']
    if (answer === undefined) return handle(request, response)
    const body = await answer(request).catch(() => undefined)
    response.writeHead(body ? 200 : 500, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
  })
  await listenAndReport(server)
}

const SETTINGS = {
  baseURL: 'http://127.0.0.1',
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  logger: { disabled: true },
}

async function createAuth({ folder, databaseUrl, poolSize, secret }: ServerTask) {
  const { betterAuth } = await importFrom<{ betterAuth(options: object): Auth }>(folder, 'better-auth')
  type GetMigrations = (options: object) => Promise<{ runMigrations(): Promise<void> }>
  const { getMigrations } = await importFrom<{ getMigrations: GetMigrations }>(folder, 'better-auth/db/migration')
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize })
  const users: User[] = []
  let turn = 0
  const nextUser = () => {
    const user = users[turn++ % users.length]
    if (user === undefined) throw new Error('There are no users.')
    return user
  }
  const options = { ...SETTINGS, secret, database: pool, plugins: await pluginsOf(folder, nextUser) }
  await (await getMigrations(options)).runMigrations()
  users.push(...(await insertUsers(pool)))
  const auth = betterAuth(options)
  return { auth, nextUser, keys: await createKeys(auth, users) }
}

async function pluginsOf(folder: string, nextUser: () => User): Promise<unknown[]> {
  const { apiKey } = await importFrom<{ apiKey(options: object): unknown }>(folder, '@better-auth/api-key')
  const { createAuthEndpoint } = await importFrom<{ createAuthEndpoint: CreateEndpoint }>(folder, 'better-auth/api')
  const { setSessionCookie } = await importFrom<{ setSessionCookie: SetSessionCookie }>(folder, 'better-auth/cookies')
  const createSession = createAuthEndpoint('/bench/create-session', { method: 'POST' }, async (endpoint) => {
    const user = nextUser()
    const session = await endpoint.context.internalAdapter.createSession(user.id)
    await setSessionCookie(endpoint, { session, user })
    return endpoint.json({ id: session.id, expiresAt: session.expiresAt })
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
