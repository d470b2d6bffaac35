import { beforeAll, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import type { Viewer } from '../auth/viewer'
import { aTeam, aViewer, testHouse } from '../testing'
import { findAnything } from './find'

let db: Db
let owner: Viewer
let stranger: Viewer
beforeAll(async () => {
  ;({ db } = await testHouse())
  owner = await aViewer(db, await aTeam(db))
  stranger = await aViewer(db, await aTeam(db))
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

test('the palette finds agents by part of their name, and a session by its id', async () => {
  expect(await findAnything(owner, 'SUPP')).toEqual({ agents: [{ agent_id: 'customer-support', status: 'active' }], sessions: [] })
  expect(await findAnything(owner, 'sess_findme')).toEqual({
    agents: [],
    sessions: [{ session_id: 'sess_findme', agent_id: 'customer-support' }],
  })
  expect((await findAnything(owner, '')).agents).toHaveLength(1)
})

test('a session is found by the beginning of its id, as it is written', async () => {
  const found = [{ session_id: 'sess_findme', agent_id: 'customer-support' }]
  for (const q of ['sess_f', 'sess_find']) expect((await findAnything(owner, q)).sessions).toEqual(found)
  for (const q of ['sess_', 'sess_F', 'sess_findme2', 'findme', 'sess_%']) expect((await findAnything(owner, q)).sessions, q).toEqual([])
})

test('T36: it finds nothing of another team', async () => {
  for (const q of ['SUPP', 'sess_findme', 'sess_f', '']) expect(await findAnything(stranger, q)).toEqual({ agents: [], sessions: [] })
})
