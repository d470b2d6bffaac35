import { expect } from 'vitest'
import { api, callOk, startSession, uniqueName } from '../../test/calls'
import { test as base } from '../../test/fixtures'
import { createKey, createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { SCOPE_PRESETS } from '../auth/permissions'
import { requireViewerScope } from '../auth/viewer'
import { changeMemoryPolicy, readMemoryPolicy } from './memory-policy'
import { policyVersion } from './policy-version'

const PATH = '/api/v2/memory-policy'
const RULES = { redaction: 'warn', retention: {}, deletion_grace_days: 7 }

const test = base
  .extend(
    'read',
    ({ key }) =>
      () =>
        callOk('GET', PATH, { key }),
  )
  .extend(
    'change',
    ({ key }) =>
      (json: object, headers: Record<string, string> = {}) =>
        api.call('PATCH', PATH, { key, json, headers }),
  )
  .extend(
    'audited',
    ({ db, teamId }) =>
      () =>
        db.selectFrom('audit_log').selectAll().where('team_id', '=', teamId).where('action', '=', 'team.changed').execute(),
  )

test('a new team is warned of secrets in memories', async ({ read }) => {
  expect(await read()).toEqual({ ...RULES, redaction: 'warn' })
})

test('a change is answered, kept, and recorded with what was before', async ({ read, change, audited }) => {
  const { status, body } = await change({ redaction: 'refuse' })
  expect([status, body]).toEqual([200, { ...RULES, redaction: 'refuse' }])
  expect(await read()).toEqual({ ...RULES, redaction: 'refuse' })
  expect(await audited()).toMatchObject([
    { target_kind: 'team', target_name: 'Acme', by_kind: 'key', before: { redaction: 'warn' }, after: { redaction: 'refuse' } },
  ])
})

test('a change to what it is already, or of nothing, is not recorded', async ({ change, audited }) => {
  expect((await change({ redaction: 'warn' })).body).toEqual({ ...RULES, redaction: 'warn' })
  expect((await change({})).body).toEqual({ ...RULES, redaction: 'warn' })
  expect(await audited()).toEqual([])
})

test('a retry of a change is done once', async ({ change, audited }) => {
  const headers = { 'idempotency-key': uniqueName('once') }
  await change({ redaction: 'off' }, headers)
  const again = await change({ redaction: 'off' }, headers)
  expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([{ ...RULES, redaction: 'off' }, 'true'])
  expect(await audited()).toHaveLength(1)
})

test('an unknown policy, or none, is refused', async ({ change }) => {
  for (const redaction of ['block', '', null, 1]) {
    const { status, body } = await change({ redaction })
    expect([status, body.code, (body.errors as { field: string }[])[0]?.field]).toEqual([422, 'invalid_request', 'redaction'])
  }
})

test('only keys with memories:admin that reach all agents change it', async ({ db, teamId, key }) => {
  const { agent_id } = await startSession(key)
  const runtime = await createKey(db, teamId, { scopes: SCOPE_PRESETS['Agent runtime'] })
  const limited = await createKey(db, teamId, { onlyAgents: [agent_id] })
  const send = (sender: string) => api.call('PATCH', PATH, { key: sender, json: { redaction: 'off' } })
  expect((await send(runtime)).body.code).toBe('insufficient_scope')
  expect((await send(limited)).body.code).toBe('agent_not_allowed')
  expect(await callOk('GET', PATH, { key: limited })).toEqual({ ...RULES, redaction: 'warn' })
})

test('a team reads and changes only its own rules', async ({ db, read, change }) => {
  const other = await createKey(db, await createTeam(db))
  await callOk('PATCH', PATH, { key: other, json: { redaction: 'off' } })
  expect(await read()).toEqual({ ...RULES, redaction: 'warn' })
  await change({ redaction: 'redact' })
  expect(await callOk('GET', PATH, { key: other })).toEqual({ ...RULES, redaction: 'off' })
})

test('a form changes nothing when somebody else changed the rules since it was shown', async ({ db, teamId, change, audited }) => {
  const viewer = await createViewer(db, teamId, 'admin')
  const admin = requireViewerScope(viewer, 'memories:admin')
  const seen = policyVersion(await readMemoryPolicy(requireViewerScope(viewer, 'memories:read')))
  await change({ deletion_grace_days: 30 })
  const save = (input: object) => changeMemoryPolicy(admin, { redaction: 'off', seen, ...input }, TEST_CONTEXT)
  await expect(save({})).rejects.toThrow('Somebody else changed these settings')
  await expect(save({ redaction: 'warn', deletionGraceDays: 30 })).resolves.toMatchObject({ deletion_grace_days: 30 })
  expect(await audited()).toHaveLength(1)
})

test('the rules are not changed by an admin who has lost the role since', async ({ db, teamId, read }) => {
  const viewer = await createViewer(db, teamId, 'admin')
  await db.updateTable('memberships').set({ role: 'member' }).where('person_id', '=', viewer.person.id).execute()
  const save = changeMemoryPolicy(
    requireViewerScope(viewer, 'memories:admin'),
    { retention: { event: 3 }, deletionGraceDays: 0 },
    TEST_CONTEXT,
  )
  await expect(save).rejects.toMatchObject({ code: 'insufficient_scope' })
  expect(await read()).toEqual(RULES)
})
