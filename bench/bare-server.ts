import { createServer, type IncomingMessage } from 'node:http'
import type pg from 'pg'
import { connect } from '../db/client'
import { newId } from '../lib/ids'
import { type BareTokens, bareTokens } from './bare-tokens'
import { BARE_WRITES, type WriteName } from './bare-writes'
import { listenAndReport, readTask } from './child-process'

/** What the bare server does: at `/` nothing, at each other path one statement, for the session of a token or the agent that a header names. */
export interface BareServerTask {
  databaseUrl: string
  poolSize: number
  secret: string
  key: { teamId: string; keyId: string; keyHash: Buffer }
  statements: Record<string, BareStatement>
}

export type BareStatement = SharedStatement | { write: WriteName }

/** One text, and the values of each session, to be taken in turns; for a call without token under NO_SESSION. */
export interface SharedStatement {
  text: string
  values: Record<string, unknown[][]>
}

export const NO_SESSION = ''
/** Stands in the values for an id that must be new each time. */
export const NEW_ID = 'mem_tobereplacedbyanewone'
/** The header that names the agent of a write. */
export const AGENT_HEADER = 'x-agent'

/** Serves what cannot be spared, and nothing else. */
export async function serveBare(): Promise<void> {
  const task = await readTask<BareServerTask>()
  const { pool } = connect({ url: task.databaseUrl, poolSize: task.poolSize, prepared: false, waitMs: 10_000 })
  const tokens = await bareTokens(task.secret)
  const answers = new Map([['/', respondOk]])
  for (const [path, statement] of Object.entries(task.statements))
    answers.set(
      path,
      'write' in statement ? writeResponder(pool, statement.write, task.key, tokens) : statementResponder(pool, path, statement, tokens),
    )
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

function statementResponder(pool: pg.Pool, name: string, { text, values }: SharedStatement, tokens: BareTokens): Responder {
  const newIdAt = Object.values(values)[0]?.[0]?.findIndex((value) => typeof value === 'string' && value.includes(NEW_ID)) ?? -1
  let turn = 0
  return async (request) => {
    const all = values[(await tokens.sessionOf(request)) ?? NO_SESSION] ?? []
    const chosen = [...(all[turn++ % all.length] ?? [])]
    if (newIdAt !== -1) chosen[newIdAt] = String(chosen[newIdAt]).replace(NEW_ID, newId('mem'))
    const { rows } = await pool.query({ name, text, values: chosen })
    return rows.length > 0 ? JSON.stringify({ rows }) : REFUSED
  }
}

function writeResponder(pool: pg.Pool, name: WriteName, { teamId, keyId, keyHash }: BareServerTask['key'], tokens: BareTokens): Responder {
  const { text, needsNewId, isSigned } = BARE_WRITES[name]
  return async (request) => {
    const agent = request.headers[AGENT_HEADER]
    const subject = agent ?? (await tokens.sessionOf(request))
    const values = [teamId, subject, keyId, keyHash, ...(needsNewId ? [newId('sess')] : [])]
    const { rows } = await pool.query({ name, text, values })
    const [session] = rows
    if (session === undefined) return REFUSED
    return JSON.stringify(isSigned ? { session, session_token: await tokens.sign(session, String(agent ?? ''), keyId) } : { session })
  }
}

const REFUSED = 'The statement gave no row: it was refused, and cost less than it should.'
