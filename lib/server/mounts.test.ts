import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import { type ApiClient, apiClient } from '../../test/api/client'
import { createDatabase } from '../../test/database'
import { freePort } from '../../test/free-port'
import { TEST_SECRET } from '../../test/settings'
import { createKey, createTeam } from '../../test/teams'

let db: Db
let url: string
const children: ChildProcess[] = []

beforeAll(async () => {
  ;({ db, url } = await createDatabase())
})

afterAll(async () => {
  for (const child of children) child.kill('SIGINT')
  await Promise.all(children.map((child) => new Promise((ended) => (child.exitCode === null ? child.once('exit', ended) : ended(null)))))
})

const OURS = ['lib/server/run.mjs', 'start']
const NEXTS = ['node_modules/next/dist/bin/next', 'start']

describe.each([
  ['our own server', OURS],
  ['next start', NEXTS],
])('the same handlers behind %s', (_name, command) => {
  let api: ApiClient
  let key: string

  beforeAll(async () => {
    api = apiClient({ baseUrl: await served(command) })
    key = await createKey(db, await createTeam(db))
  }, 240_000)

  test('a session is opened, used, extended, described and ended, and then refused', async () => {
    const agent = '/api/v2/agents/customer-support'
    expect((await api.call('POST', '/api/v2/agents', { key, json: { agent_id: 'customer-support' } })).status).toBe(201)
    const { body: session } = await api.call('POST', `${agent}/activate`, { key })
    const token = String(session.session_token)
    const content = 'Ada prefers e-mail over the phone'
    expect((await api.call('POST', `${agent}/remember`, { key, token, query: { content, type: 'preference' } })).status).toBe(200)
    const found = await api.call('GET', `${agent}/recall`, { token, query: { query: 'does Ada like phones' } })
    expect(found.body).toMatchObject({ count: 1, memories: [{ content, type: 'preference' }] })
    const extended = await api.call('POST', '/api/v2/session/extend', { key, token, query: { hours: 2 } })
    expect(extended.body).toMatchObject({ hours_added: 2, session_id: session.session_id })
    const current = await api.call('GET', '/api/v2/session/current', { token })
    expect(current.body).toMatchObject({ status: 'active', memories_stored: 1, memories_retrieved: 1, extensions: 1 })
    expect(current.headers.get('x-session-token')).toBe(extended.body.session_token)
    const summary = await api.call('POST', `${agent}/deactivate`, { key, token })
    expect(summary.body).toMatchObject({ end_reason: 'deactivated', memories_stored: 1, memories_retrieved: 1, recalls: 1 })
    expect(await api.call('GET', '/api/v2/session/current', { token })).toMatchObject({ status: 401, body: { code: 'session_ended' } })
  })

  test('parameters of the path are decoded once, and no value of them causes a server error', async () => {
    for (const odd of ['a%20b', 'a%2Fb', '%2e%2e', 'a%00', 'customer-support%0A', '%F0%9F%98%80', 'a'.repeat(10_000)])
      expect(await api.call('GET', `/api/v2/agents/${odd}`, { key })).toMatchObject({ status: 404 })
  })

  test('an unknown path gets a problem document with a code', async () => {
    for (const path of ['/api/v2/nowhere/at/all', '/api/v1/agents', '/api/nowhere', '/api'])
      expect(await api.call('GET', path, { key })).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  test('a body that is not JSON or is too large is refused, and an empty one needs no content type', async () => {
    const to = '/api/v2/agents'
    expect(await api.call('POST', to, { key, body: '{"agent_id": ' })).toMatchObject({ status: 400, body: { code: 'malformed_json' } })
    expect(await api.call('POST', to, { key, body: ' '.repeat(1_000_001) })).toMatchObject({
      status: 413,
      body: { code: 'body_too_large' },
    })
    expect(await api.call('POST', '/api/v2/agents/nobody/activate', { key })).toMatchObject({
      status: 404,
      body: { code: 'agent_not_found' },
    })
  })

  test('no client can choose the address it seems to come from', async () => {
    const headers = { 'x-memanto-peer': 'guess 127.0.0.1 127.0.0.1', 'x-forwarded-for': '127.0.0.1' }
    expect(await api.call('GET', '/api/v2/agents', { headers })).toMatchObject({ status: 401, body: { code: 'missing_api_key' } })
  })
})

/** Starts a server on a free port, and returns its address when it is ready. */
async function served(command: string[]): Promise<string> {
  const port = await freePort()
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: url,
    MEMANTO_SECRET: TEST_SECRET,
    LOG_LEVEL: 'silent',
  }
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  children.push(child)
  const address = `http://127.0.0.1:${port}`
  while (child.exitCode === null) {
    const ready = await fetch(`${address}/ready`).catch(() => undefined)
    if (ready?.ok) return address
    await pause(50)
  }
  throw new Error(`${command.join(' ')} ended with ${child.exitCode}`)
}
