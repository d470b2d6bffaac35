import { beforeAll, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import { testHouse } from '../testing'
import { bootstrapTeam } from './bootstrap'
import { checkFirstStart, firstStartToken, startHere } from './first-start'

const notes = { requestId: 'req_test', address: null, peer: null, forwarded: false }
const first = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery', team: 'Acme', agent: 'customer-support' }

let db: Db

beforeAll(async () => {
  ;({ db } = await testHouse())
})

test('T17: a guessed token opens nothing', async () => {
  for (const token of ['', 'x', 'A'.repeat(firstStartToken().length), `${firstStartToken()}x`]) {
    await expect(checkFirstStart(token)).rejects.toMatchObject({ code: 'not_found' })
    await expect(startHere(token, first, notes)).rejects.toMatchObject({ code: 'not_found' })
  }
})

test('T17: used twice at once it makes one team; afterwards it is worthless', async () => {
  const token = firstStartToken()
  await expect(startHere(token, { ...first, password: 'short' }, notes)).rejects.toMatchObject({ code: 'invalid_request' })
  const uses = ['Acme', 'Other', 'Third'].map((team) => startHere(token, { ...first, email: `${team}@example.com`, team }, notes))
  const outcomes = await Promise.allSettled(uses)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const count = async (table: 'people' | 'teams' | 'agents' | 'api_keys' | 'memberships') =>
    (await db.selectFrom(table).selectAll().execute()).length
  for (const table of ['people', 'teams', 'agents', 'api_keys', 'memberships'] as const)
    expect([table, await count(table)]).toEqual([table, 1])
  await expect(checkFirstStart(token)).rejects.toMatchObject({ code: 'link_spent' })
  await expect(startHere(token, first, notes)).rejects.toMatchObject({ code: 'link_spent' })
})

test('the operator’s way is told once, and founds nothing under a name that exists', async () => {
  expect(await bootstrapTeam({ team: 'Ops', email: 'ops@example.com' })).toMatchObject({ team: 'Ops', passwordToken: expect.any(String) })
  expect(await bootstrapTeam({ team: 'ops', email: 'ops@example.com' })).toBeUndefined()
})
