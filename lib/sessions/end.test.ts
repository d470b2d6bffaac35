import { expect } from 'vitest'
import { callOk, startSession } from '../../test/calls'
import { test as base } from '../../test/fixtures'
import { createViewer, TEST_CONTEXT } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { activateAgent } from './activate'
import { deactivateAgent } from './end'

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
