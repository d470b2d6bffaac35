import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import { aSession, given } from '../../test/calls'
import { aKey, aTeam, aViewer, TEST_CONTEXT, testHouse } from '../../test/teams'
import { requireViewerScope, type Viewer } from '../auth/viewer'
import { activateAgent } from './activate'
import { deactivateAgent } from './end'

let db: Db
let teamId: string
let key: string
let ada: Viewer
beforeAll(async () => {
  ;({ db } = await testHouse())
})
beforeEach(async () => {
  teamId = await aTeam(db)
  key = await aKey(db, teamId)
  ada = await aViewer(db, teamId, 'member')
})

const endingsAudited = () =>
  db
    .selectFrom('audit_log')
    .select(['by_name', 'target_id', 'after'])
    .where('team_id', '=', teamId)
    .where('action', '=', 'session.ended')
    .orderBy('id')
    .execute()

test('the audit log has the sessions that a person deactivates or replaces; those that a key ends are only in the history', async () => {
  const principal = requireViewerScope(ada, 'sessions:write')
  const first = await aSession(key)
  await activateAgent(principal, { agentName: first.agent_id, onActive: 'replace', create: false }, TEST_CONTEXT)
  const second = await aSession(key)
  await deactivateAgent(principal, { agentName: second.agent_id }, TEST_CONTEXT)
  const third = await aSession(key)
  await given('POST', `/api/v2/agents/${third.agent_id}/deactivate`, { key })
  expect(await endingsAudited()).toEqual([
    { by_name: 'Ada', target_id: first.session_id, after: { end_reason: 'replaced' } },
    { by_name: 'Ada', target_id: second.session_id, after: { end_reason: 'deactivated' } },
  ])
})
