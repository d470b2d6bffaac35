import { expect } from 'vitest'
import type { Db } from '../../db/schema'
import { testWithDatabase as base } from '../../test/fixtures'
import { createTeam, createViewer } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { searchPalette } from './search'

const test = base
  .extend('owner', { scope: 'file' }, ({ db }) => createSearcher(db))
  .extend('stranger', { scope: 'file' }, ({ db }) => createSearcher(db))
test.beforeAll(async ({ db, owner }) => {
  const agent = await db
    .insertInto('agents')
    .values({ team_id: owner.teamId, name: 'customer-support', pattern: 'support' })
    .returningAll()
    .executeTakeFirstOrThrow()
  const opened = { opened_by_kind: 'key', opened_by_id: 'k', opened_by_name: 'k' } as const
  const session = { team_id: owner.teamId, id: 'sess_findme', agent_row_id: agent.id, expires_at: new Date(Date.now() + 3_600_000) }
  await db
    .insertInto('sessions')
    .values({ ...session, ...opened })
    .execute()
})

async function createSearcher(db: Db) {
  return requireViewerScope(await createViewer(db, await createTeam(db)), 'sessions:read')
}

type Searcher = Awaited<ReturnType<typeof createSearcher>>

const find = (viewer: Searcher, q: string) => searchPalette(viewer, { q })

test('the palette finds agents by part of their name, and a session by its id', async ({ owner }) => {
  expect(await find(owner, 'SUPP')).toEqual({ agents: [{ agentName: 'customer-support', status: 'active' }], sessions: [] })
  expect(await find(owner, 'sess_findme')).toEqual({
    agents: [],
    sessions: [{ id: 'sess_findme', agentName: 'customer-support' }],
  })
  expect((await find(owner, '')).agents).toHaveLength(1)
})

test('a session is found by the start of its id, in the same case', async ({ owner }) => {
  const found = [{ id: 'sess_findme', agentName: 'customer-support' }]
  for (const q of ['sess_f', 'sess_find']) expect((await find(owner, q)).sessions).toEqual(found)
  for (const q of ['sess_', 'sess_F', 'sess_findme2', 'findme', 'sess_%']) expect((await find(owner, q)).sessions, q).toEqual([])
})

test('agents with the text in their names come before newer ones that have it in their descriptions', async ({ db }) => {
  const viewer = await createSearcher(db)
  const names = ['old-billing', 'billing-bot', ...Array.from({ length: 9 }, (_, n) => `night-shift-${n}`)]
  for (const name of names)
    await db.insertInto('agents').values({ team_id: viewer.teamId, name, pattern: 'support', description: 'Backup of billing' }).execute()
  const found = (await find(viewer, 'Billing')).agents.map(({ agentName }) => agentName)
  expect([found.length, found.slice(0, 2)]).toEqual([8, ['billing-bot', 'old-billing']])
})

test('the palette finds nothing of another team', async ({ stranger }) => {
  for (const q of ['SUPP', 'sess_findme', 'sess_f', '']) expect(await find(stranger, q)).toEqual({ agents: [], sessions: [] })
})
