import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import type { Viewer } from '../auth/viewer'
import { readFields } from '../input/parameters'
import { aTeam, aViewer, testHouse } from '../testing'
import { changePolicy, presentPolicy, readPolicy } from './policy'
import { POLICY, type PolicyInput } from './policy-input'

let db: Db
let owner: Viewer
beforeAll(async () => {
  ;({ db } = await testHouse())
  owner = await aViewer(db, await aTeam(db))
})

const POLICY_SENT = { name: 'Acme', default_hours: '6', life_cap_hours: '168', renewal_grace_hours: '24', events_kept_days: '90' }
const read = (changes: object = {}): PolicyInput => readFields(POLICY, Object.entries({ ...POLICY_SENT, ...changes }))
const audited = () =>
  db
    .selectFrom('audit_log')
    .selectAll()
    .where('team_id', '=', owner.teamId)
    .where('action', '=', 'team.changed')
    .orderBy('id', 'desc')
    .execute()

describe('the policy of a team', () => {
  test('is changed, and the audit log keeps what stood before and after of what changed', async () => {
    await changePolicy(owner, read({ default_hours: '2.5', renew_on_use: 'true' }))
    expect(presentPolicy(await readPolicy(owner))).toMatchObject({ default_hours: 2.5, renew_on_use: true, life_cap_hours: 168 })
    expect(await audited()).toMatchObject([
      { before: { default_hours: 6, renew_on_use: false }, after: { default_hours: 2.5, renew_on_use: true } },
    ])
  })

  test('that is saved unchanged leaves no entry', async () => {
    const entries = await audited()
    await changePolicy(owner, presentPolicy(await readPolicy(owner)))
    expect(await audited()).toEqual(entries)
  })

  test('a box that is not ticked switches off', () => {
    expect(read().renew_on_use).toBe(false)
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
    ['name', ' '],
  ])('%s %s is refused', (field, value) => {
    expect(() => read({ [field]: value })).toThrow(expect.objectContaining({ facts: { errors: [expect.objectContaining({ field })] } }))
  })

  test('a life shorter than the default length is refused', async () => {
    await expect(changePolicy(owner, read({ default_hours: '6', life_cap_hours: '5' }))).rejects.toMatchObject({
      facts: { errors: [{ field: 'life_cap_hours' }] },
    })
  })

  test('is for owners and admins', async () => {
    for (const role of ['member', 'reader'] as const) {
      const viewer = await aViewer(db, owner.teamId, role)
      await expect(changePolicy(viewer, read())).rejects.toMatchObject({ code: 'insufficient_scope' })
      await expect(readPolicy(viewer)).rejects.toMatchObject({ code: 'insufficient_scope' })
    }
  })
})
