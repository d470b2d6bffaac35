import { expect } from 'vitest'
import { startSession } from '../../test/calls'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer, keyIdOf, TEST_CONTEXT } from '../../test/teams'
import { createAgent } from '../agents/create'
import { issueKey } from '../api-keys/issue'
import { readKey } from '../api-keys/read'
import { revokeKey } from '../api-keys/revoke'
import { requireCapability, requireViewerScope, type Viewer } from '../auth/viewer'
import { activateAgent } from '../sessions/activate'
import { createInvite, readOpenInvites } from './invite'
import { issuePasswordLink } from './issue-password-link'
import { readRemovalEffects } from './removal-effects'
import { removeMember } from './remove-member'

const test = base
  .extend('owner', ({ db, teamId }) => createViewer(db, teamId, 'owner'))
  .extend('admin', ({ db, teamId }) => createViewer(db, teamId, 'admin', 'Grace'))

/** Opens a session as a person. */
async function open(viewer: Viewer, agentName: string): Promise<void> {
  await createAgent(requireViewerScope(viewer, 'agents:write'), { agentName, pattern: 'tool', description: '', metadata: {} }, TEST_CONTEXT)
  await activateAgent(requireViewerScope(viewer, 'sessions:write'), { agentName, onActive: 'join', create: false }, TEST_CONTEXT)
}

const issue = (viewer: Viewer, name: string) =>
  issueKey(requireCapability(viewer, 'keys:manage'), { name, scopes: ['agents:read'], agentNames: null, expiresAt: null }, TEST_CONTEXT)

test('what would end with a person is what ends: their sessions and invites, and not the keys they created', async ({ owner, admin }) => {
  const managing = requireCapability(owner, 'people:manage')
  await open(admin, 'first')
  await open(admin, 'second')
  await open(owner, 'third')
  await createInvite(requireCapability(admin, 'people:manage'), { email: 'new@example.com', role: 'member' }, TEST_CONTEXT)
  await issue(admin, 'CI')
  const { row: revoked } = await issue(admin, 'Old')
  await revokeKey(requireCapability(owner, 'keys:manage'), { id: revoked.id, reason: 'lost' }, TEST_CONTEXT)
  const effects = await readRemovalEffects(managing)
  expect(effects.get(admin.person.id)).toMatchObject({ sessions: 2, invites: 1, keys: ['CI'] })
  expect(effects.get(owner.person.id)).toMatchObject({ sessions: 1, invites: 0, keys: [] })
  const { sessionsEnded } = await removeMember(managing, { personId: admin.person.id, confirm: admin.person.email }, TEST_CONTEXT)
  expect(sessionsEnded).toBe(2)
  expect(await readOpenInvites(managing)).toEqual([])
  expect((await readRemovalEffects(managing)).has(admin.person.id)).toBe(false)
})

test('what would end with a person are their open password links, and those of all members with somebody who may make links', async ({
  db,
  owner,
  admin,
}) => {
  const managing = requireCapability(owner, 'people:manage')
  const members = [await createViewer(db, owner.teamId, 'member'), await createViewer(db, owner.teamId, 'reader')]
  const issueFor = ({ person }: Viewer) => issuePasswordLink(managing, { personId: person.id }, TEST_CONTEXT)
  for (const member of [...members, ...members]) await issueFor(member)
  await issueFor(await createViewer(db, owner.teamId, 'member'))
  const linksOf = async (viewers: Viewer[]) => {
    const effects = await readRemovalEffects(managing)
    return viewers.map(({ person }) => effects.get(person.id)?.links)
  }
  expect(await linksOf([owner, admin, ...members])).toEqual([3, 3, 1, 1])
  const [{ person }] = members as [Viewer, Viewer]
  await removeMember(managing, { personId: person.id, confirm: person.email }, TEST_CONTEXT)
  expect(await linksOf([owner, admin, ...members])).toEqual([2, 2, undefined, 1])
  await removeMember(managing, { personId: admin.person.id, confirm: admin.person.email }, TEST_CONTEXT)
  expect(await linksOf([owner, ...members])).toEqual([0, undefined, 0])
})

test('what would end with a key are the sessions that it opened', async ({ owner, key }) => {
  const managing = requireCapability(owner, 'keys:manage')
  await startSession(key)
  await startSession(key)
  expect(await readKey(managing, keyIdOf(key))).toMatchObject({ openSessions: 2 })
  const { sessionsEnded } = await revokeKey(managing, { id: keyIdOf(key), reason: 'lost' }, TEST_CONTEXT)
  expect(sessionsEnded).toBe(2)
  expect(await readKey(managing, keyIdOf(key))).toMatchObject({ openSessions: 0 })
})

test('nothing of another team is counted', async ({ db, owner, admin }) => {
  await open(admin, 'first')
  const stranger = await createViewer(db, await createTeam(db))
  const effects = await readRemovalEffects(requireCapability(stranger, 'people:manage'))
  expect([...effects.keys()]).toEqual([stranger.person.id])
  expect(owner.teamId).not.toBe(stranger.teamId)
})
