import { expect } from 'vitest'
import { api, callOk, startSession } from '../../test/calls'
import { test as base } from '../../test/fixtures'
import { createViewer, TEST_CONTEXT } from '../../test/teams'
import type { Principal } from '../auth/principal'
import { requireViewerScope, type Viewer } from '../auth/viewer'
import { activateAgent } from './activate'
import { deactivateAgent } from './end'
import { extendSession } from './extend'

interface ShownSession {
  agentName: string
  sessionId: string
}

const test = base
  .extend('ada', ({ db, teamId }) => createViewer(db, teamId, 'member'))
  .extend(
    'endingsAudited',
    ({ db, teamId }) =>
      () =>
        db
          .selectFrom('audit_log')
          .select(['by_name', 'target_id', 'after'])
          .where('team_id', '=', teamId)
          .where('action', '=', 'session.ended')
          .orderBy('id')
          .execute(),
  )

test('the audit log has the sessions that a person deactivates or replaces; those that a key ends are only in the history', async ({
  key,
  ada,
  endingsAudited,
}) => {
  const principal = requireViewerScope(ada, 'sessions:write')
  const first = await startSession(key)
  await activateAgent(principal, { agentName: first.agent_id, onActive: 'replace', create: false }, TEST_CONTEXT)
  const second = await startSession(key)
  await deactivateAgent(principal, { agentName: second.agent_id }, TEST_CONTEXT)
  const third = await startSession(key)
  await callOk('POST', `/api/v2/agents/${third.agent_id}/deactivate`, { key })
  expect(await endingsAudited()).toEqual([
    { by_name: 'Ada', target_id: first.session_id, after: { end_reason: 'replaced' } },
    { by_name: 'Ada', target_id: second.session_id, after: { end_reason: 'deactivated' } },
  ])
})

test.for([
  ['deactivating', (principal, session) => deactivateAgent(principal, session, TEST_CONTEXT)],
  ['restarting', (principal, session) => activateAgent(principal, { ...session, onActive: 'replace', create: false }, TEST_CONTEXT)],
  ['extending', (principal, session) => extendSession(principal, { ...session, extendHours: 6 }, TEST_CONTEXT)],
] satisfies [string, (principal: Principal<'sessions:write'> & Viewer, session: ShownSession) => Promise<unknown>][])(
  '%s a session from a page leaves the session alone that replaced it, and works with that one’s id',
  async ([, act], { key, ada }) => {
    const principal = requireViewerScope(ada, 'sessions:write')
    const { agent_id: agentName, session_id: shown } = await startSession(key)
    const { session } = await activateAgent(principal, { agentName, onActive: 'replace', create: false }, TEST_CONTEXT)
    await expect(act(principal, { agentName, sessionId: shown })).rejects.toMatchObject({ code: 'session_ended' })
    const readStatus = async () => (await api.call<object>('GET', `/api/v2/agents/${agentName}/status`, { key })).body
    expect(await readStatus()).toMatchObject({ session_id: session.id, extensions: 0 })
    await act(principal, { agentName, sessionId: session.id })
    expect(await readStatus()).not.toMatchObject({ session_id: session.id, extensions: 0 })
  },
)
