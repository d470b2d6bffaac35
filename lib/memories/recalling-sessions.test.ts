import { expect } from 'vitest'
import { recall, startSession, storeMemory, uniqueName } from '../../test/calls'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { readMemoryOfTeam } from '../memory-search/by-id'
import { readRecallingSessions } from './recalling-sessions'

const test = base
  .extend('reader', async ({ db, teamId }) => requireViewerScope(await createViewer(db, teamId, 'reader'), 'memories:read'))
  .extend(
    'recallingSessions',
    ({ reader }) =>
      async (memoryId: string) =>
        readRecallingSessions(reader, await readMemoryOfTeam(reader, { memoryId })),
  )

test('the sessions that recalled a memory are found, the latest recall first, with how often each did', async ({
  key,
  recallingSessions,
}) => {
  const name = uniqueName()
  const first = await startSession(key, name)
  const id = await storeMemory(first, 'A note about kites')
  for (let times = 0; times < 2; times++) await recall(name, first.session_token)
  const second = await startSession(key, name, { on_active: 'replace' })
  await recall(name, second.session_token)
  const other = await storeMemory(second, 'Stored after all recalls')
  expect(await recallingSessions(id)).toMatchObject({
    found: 2,
    sessions: [
      { sessionId: second.session_id, recalls: 1 },
      { sessionId: first.session_id, recalls: 2 },
    ],
  })
  expect(await recallingSessions(other)).toEqual({ found: 0, sessions: [] })
})

test('the latest five sessions are returned, and all are counted', async ({ key, recallingSessions }) => {
  const name = uniqueName()
  const id = await storeMemory(await startSession(key, name), 'A note about kites')
  for (let times = 0; times < 6; times++) {
    const { session_token } = await startSession(key, name, { on_active: 'replace' })
    await recall(name, session_token)
  }
  const { found, sessions } = await recallingSessions(id)
  expect([found, sessions.length]).toEqual([6, 5])
})

test('sessions of another team are never among them', async ({ db, key, recallingSessions }) => {
  const name = uniqueName()
  const session = await startSession(key, name)
  const id = await storeMemory(session, 'A note about kites')
  await recall(name, session.session_token)
  const stranger = requireViewerScope(await createViewer(db, await createTeam(db), 'owner'), 'memories:read')
  await expect(readMemoryOfTeam(stranger, { memoryId: id })).rejects.toMatchObject({ code: 'memory_not_found' })
  expect((await recallingSessions(id)).found).toBe(1)
})
