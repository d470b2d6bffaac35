import { describe, expect } from 'vitest'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { requireCapability } from '../auth/viewer'
import { toCamelCaseFields } from '../input/camel-case'
import { readFields } from '../input/parameters'
import { changePolicy, readPolicy } from './policy'
import { POLICY_FORM, type PolicyInput } from './policy-input'
import { policyVersion } from './policy-version'

const test = base
  .extend('owner', { scope: 'file' }, async ({ db }) => requireCapability(await createViewer(db, await createTeam(db)), 'policy:manage'))
  .extend(
    'audited',
    ({ db, owner }) =>
      () =>
        db
          .selectFrom('audit_log')
          .selectAll()
          .where('team_id', '=', owner.teamId)
          .where('action', '=', 'team.changed')
          .orderBy('id', 'desc')
          .execute(),
  )

const FIELDS = {
  name: 'Acme',
  default_hours: '6',
  life_cap_hours: '168',
  renewal_grace_hours: '24',
  events_kept_days: '90',
  requests_kept_days: '7',
  seen: '-',
}
const read = (changes: object = {}): PolicyInput => toCamelCaseFields(readFields(POLICY_FORM, Object.entries({ ...FIELDS, ...changes })))

describe('the policy of a team', () => {
  test('is changed, and the audit log contains the changed fields before and after', async ({ owner, audited }) => {
    const seen = policyVersion(await readPolicy(owner))
    await changePolicy(owner, read({ default_hours: '2.5', renew_on_use: 'true', seen }), TEST_CONTEXT)
    expect(await readPolicy(owner)).toMatchObject({ default_hours: 2.5, renew_on_use: true, life_cap_hours: 168 })
    expect(await audited()).toMatchObject([
      { before: { default_hours: 6, renew_on_use: false }, after: { default_hours: 2.5, renew_on_use: true } },
    ])
  })

  test('that is saved unchanged leaves no entry', async ({ audited, owner }) => {
    const entries = await audited()
    await changePolicy(owner, { ...toCamelCaseFields(await readPolicy(owner)), seen: 'something else' }, TEST_CONTEXT)
    expect(await audited()).toEqual(entries)
  })

  test('is not changed by somebody who has not seen what another person saved meanwhile', async ({ owner }) => {
    const seen = policyVersion(await readPolicy(owner))
    await changePolicy(owner, read({ key_max_days: '30', seen }), TEST_CONTEXT)
    await expect(changePolicy(owner, read({ name: 'Other', seen }), TEST_CONTEXT)).rejects.toThrow('Somebody else changed these settings')
    expect(await readPolicy(owner)).toMatchObject({ name: 'Acme', key_max_days: 30 })
  })

  test('a checkbox that is not checked switches off', () => {
    expect(read().renewOnUse).toBe(false)
  })

  test.each([
    ['default_hours', '0'],
    ['default_hours', '24.1'],
    ['default_hours', 'NaN'],
    ['life_cap_hours', '0.5'],
    ['life_cap_hours', '1e309'],
    ['renewal_grace_hours', '-1'],
    ['events_kept_days', '1.5'],
    ['events_kept_days', '0'],
    ['requests_kept_days', '91'],
    ['key_max_days', '0'],
    ['name', ' '],
  ])('%s %s is refused', (field, value) => {
    expect(() => read({ [field]: value })).toThrow(expect.objectContaining({ details: { errors: [expect.objectContaining({ field })] } }))
  })

  test('a maximum lifetime shorter than the default length is refused', async ({ owner }) => {
    await expect(changePolicy(owner, read({ default_hours: '6', life_cap_hours: '5' }), TEST_CONTEXT)).rejects.toMatchObject({
      details: { errors: [{ field: 'life_cap_hours' }] },
    })
  })

  test('is not changed by an admin who has lost the role since', async ({ db, owner }) => {
    const admin = requireCapability(await createViewer(db, owner.teamId, 'admin'), 'policy:manage')
    const seen = policyVersion(await readPolicy(owner))
    await db.updateTable('memberships').set({ role: 'member' }).where('person_id', '=', admin.person.id).execute()
    await expect(changePolicy(admin, read({ name: 'Theirs', seen }), TEST_CONTEXT)).rejects.toMatchObject({ code: 'insufficient_scope' })
    expect((await readPolicy(owner)).name).not.toBe('Theirs')
  })

  test('is for owners and admins', async ({ db, owner }) => {
    for (const role of ['member', 'reader'] as const) {
      const viewer = await createViewer(db, owner.teamId, role)
      expect(() => requireCapability(viewer, 'policy:manage')).toThrow(expect.objectContaining({ code: 'insufficient_scope' }))
    }
  })
})
