import { createServer, type IncomingMessage } from 'node:http'
import { compactVerify } from 'jose'
import type pg from 'pg'
import { connect } from '../db/client'
import { newId } from '../lib/ids'
import { listenAndReport, readTask } from './child-process'

/** What the bare server does: at `/` nothing, at each other path verify a token and run one statement. */
export interface BareServerTask {
  databaseUrl: string
  poolSize: number
  secret: string
  statements: Record<string, SharedStatement>
}

/** One text, and the values of each session, to be taken in turns; for a call without token under NO_SESSION. */
export interface SharedStatement {
  text: string
  values: Record<string, unknown[][]>
}

export const NO_SESSION = ''
/** Stands in the values for an id that must be new each time. */
export const NEW_ID = 'mem_tobereplacedbyanewone'

/** A server that does nothing but what cannot be spared. */
export async function serveBare(): Promise<void> {
  const { databaseUrl, poolSize, secret, statements } = await readTask<BareServerTask>()
  const { pool } = connect({ url: databaseUrl, poolSize, prepared: false, waitMs: 10_000 })
  const sessionOf = await tokenReader(secret)
  const answers = new Map([['/', respondOk]])
  for (const [path, statement] of Object.entries(statements)) answers.set(path, statementResponder(pool, path, statement, sessionOf))
  const server = createServer(async (request, response) => {
    const answer = answers.get(request.url ?? '') ?? respondUnknownPath
    const text = await answer(request).catch((error: unknown) => `The bare server failed. ${error}`)
    const head = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    response.writeHead(text.startsWith('{') ? 200 : 500, head).end(text)
  })
  await listenAndReport(server)
}

type Responder = (request: IncomingMessage) => Promise<string>

const respondOk: Responder = async () => '{"status":"ok"}'
const respondUnknownPath: Responder = async () => 'Nothing is here.'

type SessionReader = (request: IncomingMessage) => Promise<string>

/** Tells the session of a request's token, if its signature holds. */
async function tokenReader(secret: string): Promise<SessionReader> {
  const key = await crypto.subtle.importKey('raw', Buffer.from(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  return async ({ headers }) => {
    const token = headers['x-session-token']
    if (typeof token !== 'string') return NO_SESSION
    const { payload } = await compactVerify(token, key, { algorithms: ['HS256'] })
    return (JSON.parse(Buffer.from(payload).toString()) as { session_id: string }).session_id
  }
}

function statementResponder(pool: pg.Pool, name: string, { text, values }: SharedStatement, sessionOf: SessionReader): Responder {
  const newIdAt = Object.values(values)[0]?.[0]?.findIndex((value) => typeof value === 'string' && value.includes(NEW_ID)) ?? -1
  let turn = 0
  return async (request) => {
    const all = values[await sessionOf(request)] ?? []
    const chosen = [...(all[turn++ % all.length] ?? [])]
    if (newIdAt !== -1) chosen[newIdAt] = String(chosen[newIdAt]).replace(NEW_ID, newId('mem'))
    const { rows } = await pool.query({ name, text, values: chosen })
    return rows.length > 0 ? JSON.stringify({ rows }) : 'The statement gave no row: it was refused, and cost less than it should.'
  }
}
