import { expect } from 'vitest'
import { callOk, createAgent, startSession, storeMemory, uniqueName } from '../../test/calls'
import { test as base } from '../../test/fixtures'
import { createKey, createTeam, createViewer } from '../../test/teams'
import type { Role } from '../auth/permissions'
import { requireViewerScope } from '../auth/viewer'
import { presentActivity } from './present'
import { readAgentActivity, readAgentDays } from './read'

/** The clock of the database counts milliseconds: what happens in the same one has no order. */
const aMoment = () => new Promise((done) => setTimeout(done, 3))

const test = base
  .extend('activityFor', ({ db, teamId }) => async (role: Role, agentName: string, limit = 50): Promise<string[]> => {
    const viewer = requireViewerScope(await createViewer(db, teamId, role), 'sessions:read')
    const found: string[] = []
    let cursor: string | undefined
    do {
      const { shown, nextCursor } = await readAgentActivity(viewer, { agentName, limit, cursor })
      for (const activity of shown.map(presentActivity)) found.push(activity.kind === 'audit' ? activity.entry.action : activity.step.what)
      cursor = nextCursor ?? undefined
    } while (cursor)
    return found
  })
  /** An agent that was changed, and whose first session was extended and ended. */
  .extend('busyAgent', ({ key }) => async (): Promise<string> => {
    const name = await createAgent(key)
    await aMoment()
    const { session_token: token } = await startSession(key, name)
    await aMoment()
    await callOk('POST', '/api/v2/session/extend', { token, json: { hours: 2 } })
    await aMoment()
    await callOk('POST', `/api/v2/agents/${name}/deactivate`, { key })
    await aMoment()
    await callOk('PATCH', `/api/v2/agents/${name}`, { key, json: { description: 'Answers by night' } })
    await aMoment()
    await startSession(key, name)
    return name
  })

const LATEST_FIRST = ['Activated', 'agent.changed', 'Ended', 'Extended by 2 h', 'Activated', 'agent.created']

test('the activity of an agent is its sessions and the audit log about it, page by page without gaps', async ({
  activityFor,
  busyAgent,
}) => {
  const name = await busyAgent()
  await busyAgent()
  expect(await activityFor('owner', name)).toEqual(LATEST_FIRST)
  for (const limit of [1, 2, 5]) expect(await activityFor('admin', name, limit), `${limit} per page`).toEqual(LATEST_FIRST)
})

test('roles that may not read the audit log see the sessions alone', async ({ activityFor, busyAgent }) => {
  const name = await busyAgent()
  const sessionsOnly = LATEST_FIRST.filter((what) => !what.startsWith('agent.'))
  for (const role of ['member', 'reader'] as const) expect(await activityFor(role, name, 2)).toEqual(sessionsOnly)
})

test('entries about an agent whose name contains the name of another, or of another team, are not among its activity', async ({
  db,
  key,
  activityFor,
}) => {
  const name = uniqueName()
  await callOk('POST', '/api/v2/agents', { key, json: { agent_id: name } })
  await callOk('POST', '/api/v2/agents', { key, json: { agent_id: `${name}-2` } })
  await callOk('POST', '/api/v2/agents', { key: await createKey(db, await createTeam(db)), json: { agent_id: name } })
  expect(await activityFor('owner', name)).toEqual(['agent.created'])
})

test('days count the sessions of an agent and what they did, also the open one', async ({ db, teamId, key }) => {
  const viewer = requireViewerScope(await createViewer(db, teamId, 'reader'), 'sessions:read')
  const name = uniqueName()
  const session = await startSession(key, name)
  await storeMemory(session)
  const days = await readAgentDays(viewer, name, 14, '1')
  expect(days).toHaveLength(14)
  expect(days.at(-1)).toMatchObject({ sessions: 1, stored: 1, retrieved: 0 })
  expect(days.slice(0, -1).every(({ sessions }) => sessions === 0)).toBe(true)
  expect((await readAgentDays(viewer, uniqueName(), 14, '1')).at(-1)).toMatchObject({ sessions: 0, stored: 0 })
})
