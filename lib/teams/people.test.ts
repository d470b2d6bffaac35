import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { findOpenLogin, insertLogin } from '../../db/logins'
import { findRole } from '../../db/memberships'
import type { Db, Role } from '../../db/schema'
import { moveClock } from '../../db/testing'
import { createAgent } from '../agents/create'
import type { Viewer } from '../auth/viewer'
import { requireViewerScope } from '../auth/viewer'
import { activateAgent } from '../sessions/activate'
import { aTeam, aViewer, testHouse } from '../testing'
import { changeRole, handOver } from './change-role'
import { foundAnotherTeam } from './found'
import { invite, readOpenInvites, withdrawInvite } from './invite'
import { issuePasswordLink } from './issue-password-link'
import { joinAs, joinWithNewAccount, readInvite } from './join'
import { leaveTeam, removeMember } from './remove-member'

const notes = { requestId: 'req_test', address: null, peer: null, forwarded: false }
const account = { name: 'New', password: 'a long enough password' }

let db: Db
let teamId: string
let owner: Viewer

beforeAll(async () => {
  ;({ db } = await testHouse())
})

beforeEach(async () => {
  await moveClock(db, 0)
  teamId = await aTeam(db)
  owner = await aViewer(db, teamId, 'owner')
})

const member = (role: Role) => aViewer(db, teamId, role)
const roleOf = (viewer: Viewer) => findRole(db, teamId, viewer.person.id)
const personOf = (viewer: Viewer) => db.selectFrom('people').selectAll().where('id', '=', viewer.person.id).executeTakeFirstOrThrow()
const audited = async () =>
  (await db.selectFrom('audit_log').select('action').where('team_id', '=', teamId).execute()).map(({ action }) => action)
const refused = (code: string) => ({ code })

test('T11: readers and members may change nobody, whatever the page shows', async () => {
  const other = await member('reader')
  for (const viewer of [await member('reader'), await member('member')]) {
    const tries = [
      () => changeRole(viewer, other.person.id, 'member'),
      () => removeMember(viewer, other.person.id, other.person.email),
      () => invite(viewer, { email: 'a@example.com', role: 'reader' }),
      () => issuePasswordLink(viewer, other.person.id),
      () => handOver(viewer, other.person.id),
      () => readOpenInvites(viewer),
    ]
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject(refused('insufficient_scope'))
  }
})

test('T14: nobody gives a role above their own, nor changes somebody above them', async () => {
  const admin = await member('admin')
  const below = await member('member')
  await expect(changeRole(admin, below.person.id, 'owner')).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(changeRole(admin, owner.person.id, 'member')).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(removeMember(admin, owner.person.id, owner.person.email)).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(invite(admin, { email: 'a@example.com', role: 'owner' })).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(issuePasswordLink(admin, owner.person.id)).rejects.toMatchObject(refused('insufficient_scope'))
  expect((await changeRole(admin, below.person.id, 'admin')).role).toBe('admin')
})

test('T14: a role that was lost since the page was loaded counts no more, and what was prepared under it ends', async () => {
  const admin = await member('admin')
  const below = await member('reader')
  const { token } = await invite(admin, { email: 'friend@example.com', role: 'admin' })
  await changeRole(owner, admin.person.id, 'member')
  await expect(changeRole(admin, below.person.id, 'member')).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(readInvite(token)).rejects.toMatchObject(refused('link_spent'))
  expect(await audited()).toContain('member.role_changed')
})

test('T15: the last owner cannot leave, be removed or stop being one', async () => {
  await expect(leaveTeam(owner)).rejects.toMatchObject(refused('team_needs_owner'))
  await expect(changeRole(owner, owner.person.id, 'admin')).rejects.toMatchObject(refused('team_needs_owner'))
  await expect(removeMember(owner, owner.person.id, owner.person.email)).rejects.toMatchObject(refused('invalid_request'))
  expect(await roleOf(owner)).toBe('owner')
})

test('T15: two owners who go at the same moment leave one behind', async () => {
  for (let round = 0; round < 5; round++) {
    const team = await aTeam(db)
    const [one, two] = [await aViewer(db, team), await aViewer(db, team)]
    const go = [leaveTeam(one), round % 2 ? leaveTeam(two) : changeRole(one, two.person.id, 'reader')]
    await Promise.allSettled(go)
    const owners = await db.selectFrom('memberships').select('person_id').where('team_id', '=', team).where('role', '=', 'owner').execute()
    expect(owners.length).toBeGreaterThanOrEqual(1)
  }
})

test('handing over makes an owner of one and an admin of the other', async () => {
  const heir = await member('member')
  await handOver(owner, heir.person.id)
  expect([await roleOf(owner), await roleOf(heir)]).toEqual(['admin', 'owner'])
})

test('removing a person ends the sessions they opened and every login, in words that were typed', async () => {
  const gone = await member('member')
  await createAgent(requireViewerScope(gone, 'agents:write'), { agent_id: 'bot', pattern: 'support', description: '', metadata: {} })
  const input = { agentName: 'bot', on_active: 'join' as const, create: false }
  const { session } = await activateAgent(requireViewerScope(gone, 'sessions:write'), input)
  const login = await db
    .transaction()
    .execute((tx) => insertLogin(tx, gone.person.id, { address: null, userAgent: null, deviceHash: null }))
  await expect(removeMember(owner, gone.person.id, 'wrong')).rejects.toMatchObject(refused('invalid_request'))
  expect((await removeMember(owner, gone.person.id, gone.person.email)).sessionsEnded).toBe(1)
  const row = await db.selectFrom('sessions').selectAll().where('id', '=', session.id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ end_reason: 'revoked', ended_by_id: owner.person.id })
  expect(await findOpenLogin(db, login)).toBeUndefined()
  await expect(activateAgent(requireViewerScope(gone, 'sessions:write'), input)).rejects.toMatchObject(refused('credential_revoked'))
  expect(await audited()).toContain('member.removed')
})

test('T36: another team’s people and invites do not exist', async () => {
  const stranger = await aViewer(db, await aTeam(db, 'Other'), 'member')
  const { invite: theirs } = await invite(await aViewer(db, await aTeam(db, 'Other'), 'owner'), { email: 'a@example.com', role: 'reader' })
  await expect(changeRole(owner, stranger.person.id, 'reader')).rejects.toMatchObject(refused('not_found'))
  await expect(removeMember(owner, stranger.person.id, stranger.person.email)).rejects.toMatchObject(refused('not_found'))
  await expect(issuePasswordLink(owner, stranger.person.id)).rejects.toMatchObject(refused('not_found'))
  await expect(handOver(owner, stranger.person.id)).rejects.toMatchObject(refused('not_found'))
  await expect(withdrawInvite(owner, theirs.id)).rejects.toMatchObject(refused('not_found'))
})

test('an invite makes an account that is a member, once', async () => {
  const { token } = await invite(owner, { email: 'first@example.com', role: 'member' })
  expect(await readInvite(token)).toMatchObject({ team: 'Acme', role: 'member', email: 'first@example.com', hasAccount: false })
  const person = await joinWithNewAccount(token, account, notes)
  expect(await findRole(db, teamId, person.id)).toBe('member')
  await expect(joinWithNewAccount(token, account, notes)).rejects.toMatchObject(refused('link_spent'))
  expect(await audited()).toEqual(expect.arrayContaining(['invite.made', 'member.joined']))
})

test('T18: of two uses of an invite at once one passes', async () => {
  const { token } = await invite(owner, { email: 'twice@example.com', role: 'member' })
  const outcomes = await Promise.allSettled([joinWithNewAccount(token, account, notes), joinWithNewAccount(token, account, notes)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const someone = await aViewer(db, await aTeam(db, 'Other'), 'reader')
  const again = await invite(owner, { email: someone.person.email, role: 'member' })
  const person = await personOf(someone)
  const joins = await Promise.allSettled([joinAs(person, again.token, notes), joinAs(person, again.token, notes)])
  expect(joins.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('T18: an invite serves nobody but the person it is for, and stays open for them', async () => {
  const { token } = await invite(owner, { email: 'right@example.com', role: 'admin' })
  const other = await aViewer(db, await aTeam(db, 'Other'), 'reader')
  await expect(joinAs(await personOf(other), token, notes)).rejects.toMatchObject(refused('insufficient_scope'))
  expect(await findRole(db, teamId, other.person.id)).toBeUndefined()
  await expect(readInvite(token)).resolves.toMatchObject({ email: 'right@example.com' })
})

test('T18: withdrawn, replaced, expired and made-up invites open nothing', async () => {
  const withdrawn = await invite(owner, { email: 'w@example.com', role: 'reader' })
  await withdrawInvite(owner, withdrawn.invite.id)
  const replaced = await invite(owner, { email: 'r@example.com', role: 'reader' })
  await invite(owner, { email: 'r@example.com', role: 'reader' })
  for (const { token } of [withdrawn, replaced])
    await expect(joinWithNewAccount(token, account, notes)).rejects.toMatchObject(refused('link_spent'))
  await expect(withdrawInvite(owner, withdrawn.invite.id)).rejects.toMatchObject(refused('not_found'))
  await expect(readInvite('made-up')).rejects.toMatchObject(refused('not_found'))
  const expired = await invite(owner, { email: 'e@example.com', role: 'reader' })
  await moveClock(db, 7 * 24 + 0.01)
  await expect(joinWithNewAccount(expired.token, account, notes)).rejects.toMatchObject(refused('link_spent'))
  expect(await readOpenInvites(owner)).toEqual([])
})

test('an account that exists is never given a password by an invite', async () => {
  const known = await aViewer(db, await aTeam(db, 'Other'), 'owner')
  const { token } = await invite(owner, { email: known.person.email, role: 'reader' })
  expect((await readInvite(token)).hasAccount).toBe(true)
  await expect(joinWithNewAccount(token, account, notes)).rejects.toMatchObject(refused('invalid_request'))
  expect((await personOf(known)).password_hash).toBeNull()
})

test('an admin makes password links for those below, but never a way into a team they do not manage', async () => {
  const admin = await member('admin')
  const below = await member('member')
  expect((await issuePasswordLink(admin, below.person.id)).email).toBe(below.person.email)
  const elsewhere = await aTeam(db, 'Other')
  await db.insertInto('memberships').values({ team_id: elsewhere, person_id: below.person.id, role: 'owner' }).execute()
  await expect(issuePasswordLink(admin, below.person.id)).rejects.toMatchObject(refused('insufficient_scope'))
  expect(await audited()).toContain('person.password_link_made')
})

test('only an owner founds another team, and none under the name of one of theirs', async () => {
  const person = await personOf(owner)
  const team = await foundAnotherTeam(person, 'Second', notes)
  expect(await findRole(db, team.id, person.id)).toBe('owner')
  await expect(foundAnotherTeam(person, 'second', notes)).rejects.toMatchObject(refused('invalid_request'))
  await expect(foundAnotherTeam(await personOf(await member('admin')), 'Third', notes)).rejects.toMatchObject(refused('insufficient_scope'))
})

test('no token of a link is kept as it is', async () => {
  const { token } = await invite(owner, { email: 'kept@example.com', role: 'reader' })
  const { rows } = await sql<{
    text: string
  }>`select (select string_agg(i::text, '') from invites i) || (select string_agg(a::text, '') from audit_log a) as text`.execute(db)
  expect(rows[0]?.text).not.toContain(token)
})
