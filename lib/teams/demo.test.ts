import { expect } from 'vitest'
import { readKeyHealth } from '../../db/api-key-lists'
import { listDailyTotals } from '../../db/daily-totals'
import { readNavigationCounts } from '../../db/navigation-counts'
import { apiClient } from '../../test/api/client'
import { testWithDatabase as base } from '../../test/fixtures'
import { parseKey } from '../auth/api-key-format'
import { choosePassword } from '../people/choose-password'
import { signInWithPassword } from '../people/sign-in'
import { createDemoTeam } from './demo'
import { operatorContext } from './operator'

const test = base.extend('demo', { scope: 'file', auto: true }, async ({ database: _ }) => {
  const made = await createDemoTeam()
  if (made === undefined) throw new Error('The sample team was there already.')
  return made
})

// First, because activating an agent gives its session more time.
test('the dashboard of the sample team has something in every part', async ({ db }) => {
  const { id } = await db.selectFrom('teams').select('id').limit(1).executeTakeFirstOrThrow()
  expect(await readNavigationCounts(db, id, 100)).toEqual({ expiring: 1, toReview: 3 })
  const days = await listDailyTotals(db, id, 30)
  for (const outcome of ['active', 'deactivated', 'expired', 'revoked', 'replaced'] as const)
    expect(
      days.reduce((sum, { outcomes }) => sum + outcomes[outcome], 0),
      outcome,
    ).toBeGreaterThan(0)
})

test('the sample team has five agents, a month of history, and numbers that add up', async ({ db, demo }) => {
  const { apiKey: key } = demo
  const api = apiClient()
  const { body } = await api.call<{ agents: { agent_id: string; memory_count: number; status: string }[] }>('GET', '/api/v2/agents', {
    key,
  })
  expect(body.agents.map(({ agent_id }) => agent_id).sort()).toEqual([
    'billing-bot',
    'customer-support',
    'onboarding-guide',
    'sales-assistant',
    'technical-support',
  ])
  for (const { agent_id, memory_count, status } of body.agents) {
    const { stored } = await db
      .selectFrom('memories')
      .innerJoin('agents', 'agents.id', 'memories.agent_row_id')
      .where('agents.name', '=', agent_id)
      .select((row) => row.fn.countAll<number>().as('stored'))
      .executeTakeFirstOrThrow()
    expect(memory_count).toBe(stored)
    expect(stored).toBeGreaterThan(60)
    expect(status).toBe('active')
    const { body: activation } = await api.call('POST', `/api/v2/agents/${agent_id}/activate`, { key })
    const found = await api.call('GET', `/api/v2/agents/${agent_id}/recall`, {
      token: String(activation.session_token),
      query: { query: 'Ada Lindqvist' },
    })
    expect(found.body.count).toBeGreaterThan(0)
  }
  const overlapping = await db
    .selectFrom('sessions as a')
    .innerJoin('sessions as b', (join) => join.onRef('b.agent_row_id', '=', 'a.agent_row_id').onRef('b.started_at', '>', 'a.started_at'))
    .whereRef('b.started_at', '<', 'a.ended_at')
    .select('a.id')
    .execute()
  expect(overlapping).toEqual([])
})

test('its owner sets a password by the link, and can sign in', async ({ db, demo }) => {
  const owner = await db
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person_id')
    .select(['email', 'people.name', 'role'])
    .execute()
  expect(owner).toEqual([{ email: 'demo@example.com', name: 'Dana Demo', role: 'owner' }])
  await choosePassword({ token: demo.passwordToken, password: 'a long enough password' }, operatorContext())
  expect(
    (await signInWithPassword({ email: 'demo@example.com', password: 'a long enough password' }, { address: null, deviceHash: null }))
      .email,
  ).toBe('demo@example.com')
})

test('a second start finds the sample team and changes nothing', async () => {
  expect(await createDemoTeam()).toBeUndefined()
})

test('its key was used, as its sessions say; of the others one expires this week and one was never used', async ({ db, demo }) => {
  const keys = await db.selectFrom('api_keys').select(['id', 'last_used_at', 'last_used_ip']).where('name', '=', 'First key').execute()
  expect(keys).toEqual([{ id: parseKey(demo.apiKey)?.id, last_used_at: expect.any(Date), last_used_ip: '127.0.0.1' }])
  const { team_id } = await db.selectFrom('api_keys').select('team_id').limit(1).executeTakeFirstOrThrow()
  const health = await readKeyHealth(db, team_id)
  expect([health.usable, health.expiring.length, health.neverUsed.length]).toEqual([3, 1, 1])
})
