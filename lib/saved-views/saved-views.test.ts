import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import type { Db, Role } from '../../db/schema'
import { testWithDatabase as base } from '../../test/fixtures'
import { createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import type { Viewer } from '../auth/viewer'
import { deleteView, MOST_VIEWS, renameView, saveView } from './change'
import { readSavedViews, type ViewPage } from './read'

const test = base
  .extend('teamId', ({ db }) => createTeam(db))
  .extend('viewer', ({ db, teamId }) => createViewer(db, teamId, 'reader'))
  .extend('colleague', ({ db, teamId }) => createViewer(db, teamId, 'owner'))

const save = (viewer: Viewer, name: string, page: ViewPage = 'sessions', query = 'status=active') =>
  saveView(viewer, { page, name, query }, TEST_CONTEXT)

const namesOf = async (viewer: Viewer, page: ViewPage = 'sessions') => (await readSavedViews(viewer, page)).map(({ name }) => name)

describe('saved views', () => {
  test('are listed by name for their page, and can be renamed and deleted', async ({ viewer }) => {
    const { id } = await save(viewer, 'night')
    await save(viewer, 'Day')
    await save(viewer, 'night', 'agents', 'q=bot')
    expect(await readSavedViews(viewer, 'agents')).toMatchObject([{ page: 'agents', name: 'night', query: 'q=bot' }])
    expect(await namesOf(viewer)).toEqual(['Day', 'night'])
    await renameView(viewer, { viewId: id, name: 'Evening' }, TEST_CONTEXT)
    expect(await namesOf(viewer)).toEqual(['Day', 'Evening'])
    await deleteView(viewer, { viewId: id }, TEST_CONTEXT)
    expect(await namesOf(viewer)).toEqual(['Day'])
    await expect(deleteView(viewer, { viewId: id }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('have different names on one page', async ({ viewer }) => {
    await save(viewer, 'night')
    const { id } = await save(viewer, 'day')
    const inUse = { code: 'invalid_request', message: 'name is already in use.' }
    await expect(save(viewer, 'night')).rejects.toMatchObject(inUse)
    await expect(renameView(viewer, { viewId: id, name: 'night' }, TEST_CONTEXT)).rejects.toMatchObject(inUse)
    await renameView(viewer, { viewId: id, name: 'day' }, TEST_CONTEXT)
    expect(await namesOf(viewer)).toEqual(['day', 'night'])
  })

  test('are seen and changed by nobody else: neither a colleague, nor the same person in another team', async ({
    db,
    viewer,
    colleague,
  }) => {
    const { id } = await save(viewer, 'mine')
    const elsewhere = await inAnotherTeam(db, viewer)
    for (const other of [colleague, elsewhere]) {
      expect(await namesOf(other)).toEqual([])
      await expect(renameView(other, { viewId: id, name: 'x' }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'not_found' })
      await expect(deleteView(other, { viewId: id }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'not_found' })
      await save(other, 'mine')
    }
    expect(await namesOf(viewer)).toEqual(['mine'])
  })

  test.for<[Role, ViewPage, boolean]>([
    ['reader', 'memories', true],
    ['reader', 'requests', false],
    ['member', 'audit', false],
    ['admin', 'audit', true],
    ['owner', 'requests', true],
  ])('of a %s can be saved for the page %s: %s', async ([role, page, isAllowed], { db, teamId }) => {
    const viewer = await createViewer(db, teamId, role)
    const saving = save(viewer, 'a', page)
    if (isAllowed) await expect(saving).resolves.toMatchObject({ page })
    else await expect(saving).rejects.toMatchObject({ code: 'insufficient_scope' })
  })

  test('never exceed the limit or share a name, however many are saved at the same time', async ({ viewer }) => {
    const sameName = await Promise.allSettled(Array.from({ length: 6 }, () => save(viewer, 'same')))
    expect(sameName.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (let n = 1; n < MOST_VIEWS - 3; n++) await save(viewer, `view ${n}`, n % 2 ? 'agents' : 'sessions')
    const last = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => save(viewer, `last ${n}`)))
    expect(last.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    const refused = last.find(({ status }) => status === 'rejected')
    expect(refused).toMatchObject({ reason: { code: 'invalid_request', message: `You have ${MOST_VIEWS} views. Delete one first.` } })
    const ids = (await readSavedViews(viewer, 'sessions')).map(({ id }) => id)
    const renamed = await Promise.allSettled(ids.slice(0, 5).map((viewId) => renameView(viewer, { viewId, name: 'one' }, TEST_CONTEXT)))
    expect(renamed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('end with the membership, and with the person', async ({ db, viewer, colleague, teamId }) => {
    for (const each of [viewer, colleague]) await save(each, 'mine')
    const count = async () => (await db.selectFrom('saved_views').select('id').where('team_id', '=', teamId).execute()).length
    await db.deleteFrom('memberships').where('team_id', '=', teamId).where('person_id', '=', viewer.person.id).execute()
    expect(await count()).toBe(1)
    await expect(save(viewer, 'other')).rejects.toMatchObject({ code: 'insufficient_scope' })
    await db.deleteFrom('people').where('id', '=', colleague.person.id).execute()
    expect(await count()).toBe(0)
  })
})

/** Makes a person a member of another team too, and returns the viewer there. */
async function inAnotherTeam(db: Db, viewer: Viewer): Promise<Viewer> {
  const teamId = await createTeam(db, `Team ${randomUUID()}`)
  await db.insertInto('memberships').values({ team_id: teamId, person_id: viewer.person.id, role: 'owner' }).execute()
  return { ...viewer, teamId, role: 'owner' }
}
