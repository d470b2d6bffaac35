import { describe, expect } from 'vitest'
import { findTeamsByName } from '../../../db/teams'
import { formatPeerHeader } from '../../../lib/http/client'
import { forgetCredential } from '../../../lib/limits/known-credentials'
import { api, statusAndCode, uniqueName } from '../../../test/calls'
import { testWithDatabase as base } from '../../../test/fixtures'
import { startTestServer } from '../../../test/server/listener'
import { createKey, createTeam } from '../../../test/teams'
import * as agentRoute from './agents/route'

type Body = Record<string, unknown>

const test = base.override('env', { MEMANTO_KEYLESS_TEAM: 'Acme', HOST: '127.0.0.1' }).extend('teamId', { auto: true }, async ({ db }) => {
  await db.updateTable('teams').set({ name: 'former' }).execute()
  forgetCredential('keyless Acme') // calls would be counted for the former team
  return createTeam(db, 'Acme')
})

const fromHere = (headers: Record<string, string> = {}) => ({
  host: 'localhost:8000',
  'x-memanto-peer': formatPeerHeader('127.0.0.1', '127.0.0.1', false),
  ...headers,
})
const agents = async (headers: Record<string, string>) => statusAndCode(await api.call('GET', '/api/v2/agents', { headers }))

async function activate() {
  return api.call<Body>('POST', `/api/v2/agents/${uniqueName()}/activate`, { headers: fromHere(), json: { create: true } })
}

describe('a client on this machine that sends no key', () => {
  test('is served for the team, and works in sessions like any other', async ({ db, teamId }) => {
    const { status, body } = await activate()
    expect([status, body.opened_by]).toEqual([200, { kind: 'key', id: expect.any(String), name: 'Keyless (this machine)' }])
    const token = String(body.session_token)
    expect(statusAndCode(await api.call('POST', `/api/v2/agents/${body.agent_id}/remember`, { token, json: { content: 'a' } }))).toBe('200')
    expect(statusAndCode(await api.call('POST', `/api/v2/agents/${body.agent_id}/deactivate`, { headers: fromHere() }))).toBe('200')
    const made = await db.selectFrom('agents').select('team_id').where('name', '=', String(body.agent_id)).executeTakeFirstOrThrow()
    expect(made.team_id).toBe(teamId)
  })

  test.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('from the peer %s', async (peer) => {
    expect(await agents(fromHere({ 'x-memanto-peer': formatPeerHeader(peer, peer, false) }))).toBe('200')
  })

  test.each(['localhost', 'localhost:8000', '127.0.0.1:8000', '[::1]:8000'])('by the name %s', async (host) => {
    expect(await agents(fromHere({ host }))).toBe('200')
  })

  test('may be a Node program, whose fetch sends Sec-Fetch-Mode: cors', async () => {
    const { url } = await startTestServer({ routes: { '/api/v2/agents': agentRoute } })
    const answer = await fetch(`${url}/api/v2/agents`)
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ agents: [] })])
    expect(await agents(fromHere({ 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'none' }))).toBe('200')
  })

  test('uses one key for all its calls, however many come at once', async ({ db, teamId }) => {
    const opened = (await Promise.all(Array.from({ length: 10 }, activate))).map(({ body }) => (body.opened_by as Body).id)
    expect(new Set(opened).size).toBe(1)
    expect(await db.selectFrom('api_keys').select('id').where('team_id', '=', teamId).execute()).toHaveLength(1)
    const issued = await db
      .selectFrom('audit_log')
      .select(['target_id', 'by_kind'])
      .where('action', '=', 'key.issued')
      .where('team_id', '=', teamId)
      .execute()
    expect(issued).toEqual([{ target_id: opened[0], by_kind: 'system' }])
  })
})

describe('the key of calls without a key', () => {
  test('has a last use', async ({ db, teamId }) => {
    expect(await agents(fromHere())).toBe('200')
    const lastUse = () => db.selectFrom('api_keys').select(['last_used_at', 'last_used_ip']).where('team_id', '=', teamId).execute()
    await expect.poll(lastUse).toEqual([{ last_used_at: expect.any(Date), last_used_ip: '127.0.0.1' }])
  })

  test('has the rate limit and the networks that an admin gave it', async ({ db, teamId }) => {
    expect(await agents(fromHere())).toBe('200')
    const change = (changes: object) => db.updateTable('api_keys').set(changes).where('team_id', '=', teamId).execute()
    await change({ allowed_networks: ['192.0.2.0/24'] })
    expect(await agents(fromHere())).toBe('403 address_not_allowed')
    await change({ allowed_networks: ['127.0.0.0/8'], requests_per_minute: 1 })
    expect([await agents(fromHere()), await agents(fromHere()), await agents(fromHere())]).toEqual([
      '200',
      '200',
      '429 rate_limit_exceeded',
    ])
  })
})

describe('nobody else is served without a key', () => {
  const peer = (address: string, forwarded = false) => ({ 'x-memanto-peer': formatPeerHeader(address, address, forwarded) })
  const REFUSED: [why: string, headers: () => Record<string, string>][] = [
    ['no peer is known', () => ({ host: 'localhost' })],
    ['the peer was made up', () => fromHere({ 'x-memanto-peer': '127.0.0.1 127.0.0.1 direct' })],
    ['the peer’s proof was guessed', () => fromHere({ 'x-memanto-peer': `${'0'.repeat(32)} 127.0.0.1 127.0.0.1 direct` })],
    ['the peer is another machine', () => fromHere(peer('192.168.1.4'))],
    ['the peer only looks like this machine', () => fromHere(peer('::ffff:10.0.0.1'))],
    ['a proxy forwarded it', () => fromHere(peer('127.0.0.1', true))],
    ['the name is another', () => fromHere({ host: 'memanto.example.com' })],
    ['the name was rebound', () => fromHere({ host: '127.0.0.1.evil.example' })],
    ['a browser sent it', () => fromHere({ origin: 'http://localhost:8000' })],
    ['a browser sent it from nowhere', () => fromHere({ origin: 'null' })],
    [
      'a browser navigated',
      () => fromHere({ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-user': '?1' }),
    ],
    ['a person clicked', () => fromHere({ 'sec-fetch-user': '?1' })],
    ['a page of this server asked for it', () => fromHere({ 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' })],
    ['a page of another site asked for it', () => fromHere({ 'sec-fetch-site': 'cross-site' })],
    ['a page of another port asked for it', () => fromHere({ 'sec-fetch-site': 'same-site' })],
    ['a page showed it as a picture', () => fromHere({ 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' })],
    ['it came via something', () => fromHere({ via: '1.1 proxy' })],
  ]

  test.each(REFUSED)('%s', async (_why, headers) => {
    expect(await agents(headers())).toBe('401 missing_api_key')
  })

  test('a key that is sent is used, even an invalid one or one of another team', async ({ db }) => {
    expect(await agents(fromHere({ authorization: 'Bearer nonsense' }))).toBe('401 invalid_api_key')
    const other = await createKey(db, await createTeam(db, 'Other'), { scopes: [] })
    expect(await agents(fromHere({ 'x-api-key': other }))).toBe('403 insufficient_scope')
  })

  test('a token is still needed for session calls', async () => {
    expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { headers: fromHere() }))).toBe('401 missing_session_token')
  })

  test('nobody is served when no team has the name, or two have it', async ({ db }) => {
    await createTeam(db, 'acme')
    expect(await agents(fromHere())).toBe('401 missing_api_key')
    await db.updateTable('teams').set({ name: 'former' }).execute()
    expect(await agents(fromHere())).toBe('401 missing_api_key')
  })

  test('nobody is served once the keyless key was revoked, and its tokens are refused', async ({ db, teamId }) => {
    const { body } = await activate()
    await db.updateTable('api_keys').set({ revoked_at: new Date() }).where('team_id', '=', teamId).execute()
    expect(await agents(fromHere())).toBe('401 api_key_revoked')
    expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { token: String(body.session_token) }))).toBe(
      '401 credential_revoked',
    )
  })
})

test.for(['ΟΔΟΣ', 'İzmir'])('a team named %s is found, whose small letters differ in JavaScript and Postgres', async (name, { db }) => {
  const id = await createTeam(db, name)
  expect(await findTeamsByName(db, name)).toMatchObject([{ id }])
})
