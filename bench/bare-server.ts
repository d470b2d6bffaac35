import { createServer, type IncomingMessage } from 'node:http'
import { compactVerify } from 'jose'
import type pg from 'pg'
import { connect } from '../db/client'
import { newId } from '../lib/ids'
import { openDoor, orderOfParent } from './beside'

/** What the bare server does: at `/` nothing, at each other path verify a token and run one statement. */
export interface BareOrder {
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

const NOTHING = '{"status":"ok"}'

/** A server that does nothing but what cannot be spared. */
export async function serveBare(): Promise<void> {
  const { databaseUrl, poolSize, secret, statements } = await orderOfParent<BareOrder>()
  const { pool } = connect({ url: databaseUrl, poolSize, prepared: false, waitMs: 10_000 })
  const sessionOf = await tokenReader(secret)
  const answers = new Map(Object.entries(statements).map(([path, statement]) => [path, answering(pool, path, statement)]))
  const server = createServer(async (request, response) => {
    const answer = answers.get(request.url ?? '')
    const text = answer === undefined ? NOTHING : await answer(await sessionOf(request)).catch(String)
    const status = text.startsWith('{') ? 200 : 500
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
  })
  await openDoor(server)
}

/** The session of a request's token, whose signature holds. */
async function tokenReader(secret: string): Promise<(request: IncomingMessage) => Promise<string>> {
  const key = await crypto.subtle.importKey('raw', Buffer.from(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  return async ({ headers }) => {
    const token = headers['x-session-token']
    if (typeof token !== 'string') return NO_SESSION
    const { payload } = await compactVerify(token, key, { algorithms: ['HS256'] })
    return (JSON.parse(Buffer.from(payload).toString()) as { session_id: string }).session_id
  }
}

function answering(pool: pg.Pool, name: string, { text, values }: SharedStatement): (session: string) => Promise<string> {
  const newIdAt = Object.values(values)[0]?.[0]?.findIndex((value) => typeof value === 'string' && value.includes(NEW_ID)) ?? -1
  let turn = 0
  return async (session) => {
    const all = values[session] ?? []
    const chosen = [...(all[turn++ % all.length] ?? [])]
    if (newIdAt !== -1) chosen[newIdAt] = String(chosen[newIdAt]).replace(NEW_ID, newId('mem'))
    const { rows } = await pool.query({ name, text, values: chosen })
    return JSON.stringify({ rows })
  }
}
