import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import { apiClient } from '../http/testing'
import { once } from '../process'
import { aKey, aTeam, testHouse } from '../testing'
import { aSession } from '../testing-calls'
import { takeTurn } from './turns'

const CONNECTIONS = 4
let db: Db
let url: string
beforeAll(async () => {
  ;({ db, url } = await testHouse({ DATABASE_POOL_SIZE: String(CONNECTIONS) }))
})

/** While it holds, every call that stores in a session of the team hangs. */
async function block(teamId: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  await client.query('select from sessions where team_id = $1 for update', [teamId])
  return client
}

const WAITING = `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
const waitingFor = async (client: pg.Client) => (await client.query(WAITING)).rows[0].waiting

test('T60: one team whose calls all hang leaves others their connections, and its calls are answered once they can be', async () => {
  const [team, others] = [await aTeam(db), await aTeam(db)]
  const key = await aKey(db, team)
  const sessions = await Promise.all(Array.from({ length: 5 * CONNECTIONS }, () => aSession(key)))
  const other = await aSession(await aKey(db, others))
  const blocker = await block(team)
  const stored = sessions.map(({ agent_id, session_token: token }) =>
    apiClient().call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'Ada' } }),
  )
  await expect.poll(() => waitingFor(blocker), { timeout: 10_000 }).toBeGreaterThanOrEqual(CONNECTIONS - 1)
  const { status } = await apiClient().call('GET', '/api/v2/session/current', { token: other.session_token })
  await blocker.end()
  expect(status).toBe(200)
  expect((await Promise.all(stored)).map((answer) => answer.status)).toEqual(stored.map(() => 200))
  expect(once('lines', () => new Map()).size).toBe(0)
})

const asked = (headers: Record<string, string>) => takeTurn(new Request('http://here/', { headers }))

test('T60: those who wait are served in their order, and beyond a thousand are told to come back', async () => {
  const headers = { authorization: 'Bearer of somebody' }
  const working = await Promise.all([asked(headers), asked(headers), asked(headers)])
  const served: number[] = []
  const waiting = Array.from({ length: 1_000 }, async (_, place) => {
    const endTurn = await asked(headers)
    served.push(place)
    endTurn()
  })
  await expect(asked(headers)).rejects.toMatchObject({ code: 'too_many_requests' })
  expect(served).toEqual([])
  for (const endTurn of [await asked({ 'x-api-key': 'of another' }), await asked({})]) endTurn()
  for (const endTurn of working) endTurn()
  await Promise.all(waiting)
  expect(served).toEqual(Array.from({ length: 1_000 }, (_, place) => place))
})
