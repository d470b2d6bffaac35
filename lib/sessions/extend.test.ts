import { describe, expect } from 'vitest'
import { api, callOk, startSession } from '../../test/calls'
import { ageSession } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { requireViewerScope, type Viewer } from '../auth/viewer'
import { extendSession } from './extend'

const test = base.extend('ada', ({ db, teamId }) => createViewer(db, teamId, 'member'))

const extend = (viewer: Viewer, agentName: string, extendHours = 6) =>
  extendSession(requireViewerScope(viewer, 'sessions:write'), { agentName, extendHours }, TEST_CONTEXT)

describe('a person of the team', () => {
  test('extends the agent’s session, and the timeline names the person', async ({ key, ada }) => {
    const { agent_id, session_id, session_token } = await startSession(key)
    expect(await extend(ada, agent_id, 12)).toMatchObject({ session: { id: session_id }, hoursAdded: 12 })
    expect((await api.call('GET', '/api/v2/session/current', { token: session_token })).body).toMatchObject({
      duration_hours: 18,
      extensions: 1,
    })
    const { events } = await callOk<{ events: object[] }>('GET', `/api/v2/sessions/${session_id}`, { key })
    expect(events.at(-1)).toMatchObject({ kind: 'extended', amount: 12, by: { kind: 'person', id: ada.person.id, name: 'Ada' } })
  })

  test('brings an expired session back within the team’s grace, and not after it', async ({ db, key, ada }) => {
    const { agent_id, session_id } = await startSession(key)
    await ageSession(db, session_id, 8)
    expect(await extend(ada, agent_id, 1)).toMatchObject({ session: { id: session_id }, hoursAdded: 1 })
    await ageSession(db, session_id, 30)
    await expect(extend(ada, agent_id)).rejects.toMatchObject({ code: 'session_expired' })
  })

  test('gets no further than the team’s cap', async ({ db, teamId, key, ada }) => {
    await db.updateTable('teams').set({ life_cap_hours: 10 }).where('id', '=', teamId).execute()
    const { agent_id } = await startSession(key)
    expect(await extend(ada, agent_id)).toMatchObject({ hoursAdded: 4 })
    await expect(extend(ada, agent_id)).rejects.toMatchObject({ code: 'session_limit_reached' })
  })

  test('extends no session that ended', async ({ key, ada }) => {
    const { agent_id } = await startSession(key)
    await callOk('POST', `/api/v2/agents/${agent_id}/deactivate`, { key })
    await expect(extend(ada, agent_id)).rejects.toMatchObject({ code: 'no_active_session' })
  })

  test('finds no agent of another team', async ({ db, key }) => {
    const { agent_id } = await startSession(key)
    const stranger = await createViewer(db, await createTeam(db, 'Other'), 'owner')
    await expect(extend(stranger, agent_id)).rejects.toMatchObject({ code: 'agent_not_found' })
  })

  test('a reader is refused', async ({ db, teamId, key }) => {
    const { agent_id } = await startSession(key)
    const reader = await createViewer(db, teamId, 'reader')
    expect(() => requireViewerScope(reader, 'sessions:write')).toThrow(/Your role \(reader\) may not/)
    expect((await callOk<{ extensions: number }>('GET', `/api/v2/agents/${agent_id}/status`, { key })).extensions).toBe(0)
  })
})
