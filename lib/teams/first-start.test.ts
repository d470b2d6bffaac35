import { expect } from 'vitest'
import { test } from '../../test/fixtures'
import { TEST_CONTEXT } from '../../test/teams'
import { bootstrapTeam } from './bootstrap'
import { checkFirstStart, firstStartToken, setUpServer } from './first-start'

const first = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery', team: 'Acme', agent: 'customer-support' }

test('a guessed token is refused', async () => {
  for (const token of ['', 'x', 'A'.repeat(firstStartToken().length), `${firstStartToken()}x`]) {
    await expect(checkFirstStart(token)).rejects.toMatchObject({ code: 'not_found' })
    await expect(setUpServer({ token, ...first }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'not_found' })
  }
})

test('used several times at once, the setup link creates one team; afterwards it no longer works', async ({ db }) => {
  const token = firstStartToken()
  await expect(setUpServer({ token, ...first, password: 'short' }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'invalid_request' })
  const uses = ['Acme', 'Other', 'Third'].map((team) => setUpServer({ token, ...first, email: `${team}@example.com`, team }, TEST_CONTEXT))
  const outcomes = await Promise.allSettled(uses)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const count = async (table: 'people' | 'teams' | 'agents' | 'api_keys' | 'memberships') =>
    (await db.selectFrom(table).selectAll().execute()).length
  for (const table of ['people', 'teams', 'agents', 'api_keys', 'memberships'] as const)
    expect([table, await count(table)]).toEqual([table, 1])
  await expect(checkFirstStart(token)).rejects.toMatchObject({ code: 'link_spent' })
  await expect(setUpServer({ token, ...first }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'link_spent' })
})

test('the bootstrap command creates a team, but not under an existing name', async () => {
  expect(await bootstrapTeam({ team: 'Ops', email: 'ops@example.com' })).toMatchObject({ team: 'Ops', passwordToken: expect.any(String) })
  expect(await bootstrapTeam({ team: 'ops', email: 'ops@example.com' })).toBeUndefined()
})
