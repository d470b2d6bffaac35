import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import { requireViewerScope, type Viewer } from '../auth/viewer'
import { aKey, aTeam, aViewer, testHouse } from '../testing'
import { aSession, given } from '../testing-calls'
import { activateAgent } from './activate'
import { deactivateAgent } from './deactivate'

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

test('a session that a person deactivates or replaces stands in the audit log; one that a key does only in the history', async () => {
  const caller = requireViewerScope(ada, 'sessions:write')
  const first = await aSession(key)
  await activateAgent(caller, { agentName: first.agent_id, on_active: 'replace', create: false })
  const second = await aSession(key)
  await deactivateAgent(caller, second.agent_id)
  const third = await aSession(key)
  await given('POST', `/api/v2/agents/${third.agent_id}/deactivate`, { key })
  expect(await endingsAudited()).toEqual([
    { by_name: 'Ada', target_id: first.session_id, after: { end_reason: 'replaced' } },
    { by_name: 'Ada', target_id: second.session_id, after: { end_reason: 'deactivated' } },
  ])
})
