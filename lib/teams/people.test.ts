import { sql } from 'kysely'
import { expect } from 'vitest'
import { insertLogin } from '../../db/logins'
import { findRole } from '../../db/memberships'
import { findOpenLogin } from '../../db/open-login'
import type { Role } from '../../db/schema'
import { moveClock } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { createAgent } from '../agents/create'
import { requireCapability, requireViewerScope, type Viewer } from '../auth/viewer'
import { readPasswordLink } from '../people/choose-password'
import { activateAgent } from '../sessions/activate'
import { changeRole as changeRoleAs, transferOwnership as transferOwnershipAs } from './change-role'
import { createTeam as createTeamOf, requireOwnerOfATeam } from './create'
import { createInvite, readOpenInvites as readOpenInvitesAs, withdrawInvite as withdrawInviteAs } from './invite'
import { issuePasswordLink as issuePasswordLinkAs } from './issue-password-link'
import { joinTeam, joinWithNewAccount, readInvite } from './join'
import { leaveTeam, removeMember as removeMemberAs } from './remove-member'

/** The use cases as the portal's actions call them: the proof of the capability first. */
const managing = (viewer: Viewer) => requireCapability(viewer, 'people:manage')
const changeRole = async (viewer: Viewer, personId: string, role: Role, expectedRole?: Role) =>
  changeRoleAs(managing(viewer), { personId, role, expectedRole }, TEST_CONTEXT)
const removeMember = async (viewer: Viewer, personId: string, confirm: string) =>
  removeMemberAs(managing(viewer), { personId, confirm }, TEST_CONTEXT)
const invite = async (viewer: Viewer, input: { email: string; role: Role }) => createInvite(managing(viewer), input, TEST_CONTEXT)
const withdrawInvite = async (viewer: Viewer, inviteId: string) => withdrawInviteAs(managing(viewer), { inviteId }, TEST_CONTEXT)
const readOpenInvites = async (viewer: Viewer) => readOpenInvitesAs(managing(viewer))
const issuePasswordLink = async (viewer: Viewer, personId: string) => issuePasswordLinkAs(managing(viewer), { personId }, TEST_CONTEXT)
const transferOwnership = async (viewer: Viewer, personId: string) =>
  transferOwnershipAs(requireCapability(viewer, 'team:own'), { personId }, TEST_CONTEXT)

const account = { name: 'New', password: 'a long enough password' }

const test = base
  .extend('owner', ({ db, teamId }) => createViewer(db, teamId, 'owner'))
  .extend(
    'member',
    ({ db, teamId }) =>
      (role: Role) =>
        createViewer(db, teamId, role),
  )
  .extend(
    'roleOf',
    ({ db, teamId }) =>
      (viewer: Viewer) =>
        findRole(db, teamId, viewer.person.id),
  )
  .extend(
    'personOf',
    ({ db }) =>
      (viewer: Viewer) =>
        db.selectFrom('people').selectAll().where('id', '=', viewer.person.id).executeTakeFirstOrThrow(),
  )
  .extend(
    'audited',
    ({ db, teamId }) =>
      async () =>
        (await db.selectFrom('audit_log').select('action').where('team_id', '=', teamId).execute()).map(({ action }) => action),
  )

test.beforeEach(async ({ db }) => {
  await moveClock(db, 0)
})

const refused = (code: string) => ({ code })

test('readers and members may not manage anybody, whatever the page shows', async ({ member }) => {
  const other = await member('reader')
  for (const viewer of [await member('reader'), await member('member')]) {
    const tries = [
      () => changeRole(viewer, other.person.id, 'member'),
      () => removeMember(viewer, other.person.id, other.person.email),
      () => invite(viewer, { email: 'a@example.com', role: 'reader' }),
      () => issuePasswordLink(viewer, other.person.id),
      () => transferOwnership(viewer, other.person.id),
      () => readOpenInvites(viewer),
    ]
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject(refused('insufficient_scope'))
  }
})

test('nobody assigns a role above their own, or changes somebody above them', async ({ member, owner }) => {
  const admin = await member('admin')
  const below = await member('member')
  await expect(changeRole(admin, below.person.id, 'owner')).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(changeRole(admin, owner.person.id, 'member')).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(removeMember(admin, owner.person.id, owner.person.email)).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(invite(admin, { email: 'a@example.com', role: 'owner' })).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(issuePasswordLink(admin, owner.person.id)).rejects.toMatchObject(refused('insufficient_scope'))
  expect((await changeRole(admin, below.person.id, 'admin')).member.role).toBe('admin')
})

test('a role that was lost since the page was loaded no longer counts, and the invites made with it end', async ({
  member,
  owner,
  audited,
}) => {
  const admin = await member('admin')
  const below = await member('reader')
  const { token } = await invite(admin, { email: 'friend@example.com', role: 'admin' })
  expect(await changeRole(owner, admin.person.id, 'member')).toMatchObject({ before: 'admin', invitesWithdrawn: 1, linksExpired: 0 })
  await expect(changeRole(admin, below.person.id, 'member')).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(readInvite(token)).rejects.toMatchObject(refused('link_spent'))
  expect(await audited()).toContain('member.role_changed')
})

test('only an owner of a team may create another one, which is checked before the name', async ({ owner, member }) => {
  await expect(requireOwnerOfATeam((await member('admin')).person)).rejects.toMatchObject(refused('insufficient_scope'))
  await expect(requireOwnerOfATeam(owner.person)).resolves.toBeUndefined()
})

test('a promotion says how many password links it ended, and an undo is refused when the role is another one by now', async ({
  member,
  owner,
  roleOf,
}) => {
  const person = await member('member')
  await issuePasswordLink(owner, person.person.id)
  expect(await changeRole(owner, person.person.id, 'admin', 'member')).toMatchObject({ linksExpired: 1, member: { role: 'admin' } })
  expect(await changeRole(owner, person.person.id, 'owner')).toMatchObject({ linksExpired: 0 })
  await expect(changeRole(owner, person.person.id, 'member', 'admin')).rejects.toThrow('The role was changed meanwhile: it is owner now.')
  expect(await roleOf(person)).toBe('owner')
})

test('a change of a role that is sent again with another expected role is another request', async ({ member, owner }) => {
  const { person } = await member('member')
  const send = (expectedRole: Role) =>
    changeRoleAs(managing(owner), { personId: person.id, role: 'admin', expectedRole }, { ...TEST_CONTEXT, idempotencyKey: person.id })
  await send('member')
  await expect(send('member')).resolves.toMatchObject({ before: 'member' })
  await expect(send('reader')).rejects.toMatchObject(refused('idempotency_key_reused'))
})

test('the last owner cannot leave, be removed or lose the role', async ({ owner, roleOf }) => {
  await expect(leaveTeam(owner, TEST_CONTEXT)).rejects.toMatchObject(refused('team_needs_owner'))
  await expect(changeRole(owner, owner.person.id, 'admin')).rejects.toMatchObject(refused('team_needs_owner'))
  await expect(removeMember(owner, owner.person.id, owner.person.email)).rejects.toMatchObject(refused('invalid_request'))
  expect(await roleOf(owner)).toBe('owner')
})

test('if two owners leave at the same time, one stays', async ({ db }) => {
  for (let round = 0; round < 5; round++) {
    const team = await createTeam(db)
    const [one, two] = [await createViewer(db, team), await createViewer(db, team)]
    const go = [leaveTeam(one, TEST_CONTEXT), round % 2 ? leaveTeam(two, TEST_CONTEXT) : changeRole(one, two.person.id, 'reader')]
    await Promise.allSettled(go)
    const owners = await db.selectFrom('memberships').select('person_id').where('team_id', '=', team).where('role', '=', 'owner').execute()
    expect(owners.length).toBeGreaterThanOrEqual(1)
  }
})

test('a transfer of ownership makes one an owner and the other an admin', async ({ member, owner, roleOf }) => {
  const successor = await member('member')
  await transferOwnership(owner, successor.person.id)
  expect([await roleOf(owner), await roleOf(successor)]).toEqual(['admin', 'owner'])
})

test('removing a person, whose e-mail is typed, ends the sessions they opened and every login', async ({ db, member, owner, audited }) => {
  const gone = await member('member')
  const agent = { agentName: 'bot', pattern: 'support' as const, description: '', metadata: {} }
  await createAgent(requireViewerScope(gone, 'agents:write'), agent, TEST_CONTEXT)
  const activate = () =>
    activateAgent(requireViewerScope(gone, 'sessions:write'), { agentName: 'bot', onActive: 'join', create: false }, TEST_CONTEXT)
  const { session } = await activate()
  const login = await db
    .transaction()
    .execute((tx) => insertLogin(tx, gone.person.id, { address: null, userAgent: null, deviceHash: null }))
  await expect(removeMember(owner, gone.person.id, 'wrong')).rejects.toMatchObject(refused('invalid_request'))
  expect((await removeMember(owner, gone.person.id, gone.person.email)).sessionsEnded).toBe(1)
  const row = await db.selectFrom('sessions').selectAll().where('id', '=', session.id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ end_reason: 'revoked', ended_by_id: owner.person.id })
  expect(await findOpenLogin(db, login)).toBeUndefined()
  await expect(activate()).rejects.toMatchObject(refused('credential_revoked'))
  expect(await audited()).toContain('member.removed')
})

test('people and invites of another team are not found', async ({ db, owner }) => {
  const stranger = await createViewer(db, await createTeam(db, 'Other'), 'member')
  const { invite: theirs } = await invite(await createViewer(db, await createTeam(db, 'Other'), 'owner'), {
    email: 'a@example.com',
    role: 'reader',
  })
  await expect(changeRole(owner, stranger.person.id, 'reader')).rejects.toMatchObject(refused('not_found'))
  await expect(removeMember(owner, stranger.person.id, stranger.person.email)).rejects.toMatchObject(refused('not_found'))
  await expect(issuePasswordLink(owner, stranger.person.id)).rejects.toMatchObject(refused('not_found'))
  await expect(transferOwnership(owner, stranger.person.id)).rejects.toMatchObject(refused('not_found'))
  await expect(withdrawInvite(owner, theirs.id)).rejects.toMatchObject(refused('not_found'))
})

test('an invite creates an account that is a member, once', async ({ db, teamId, owner, audited }) => {
  const { token } = await invite(owner, { email: 'first@example.com', role: 'member' })
  expect(await readInvite(token)).toMatchObject({ team: 'Acme', role: 'member', email: 'first@example.com', hasAccount: false })
  const person = await joinWithNewAccount({ token, ...account }, TEST_CONTEXT)
  expect(await findRole(db, teamId, person.id)).toBe('member')
  await expect(joinWithNewAccount({ token, ...account }, TEST_CONTEXT)).rejects.toMatchObject(refused('link_spent'))
  expect(await audited()).toEqual(expect.arrayContaining(['invite.made', 'member.joined']))
})

test('one of two uses of an invite at the same time succeeds', async ({ db, owner, personOf }) => {
  const { token } = await invite(owner, { email: 'twice@example.com', role: 'member' })
  const outcomes = await Promise.allSettled([
    joinWithNewAccount({ token, ...account }, TEST_CONTEXT),
    joinWithNewAccount({ token, ...account }, TEST_CONTEXT),
  ])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const someone = await createViewer(db, await createTeam(db, 'Other'), 'reader')
  const again = await invite(owner, { email: someone.person.email, role: 'member' })
  const person = await personOf(someone)
  const joins = await Promise.allSettled([
    joinTeam(person, { token: again.token }, TEST_CONTEXT),
    joinTeam(person, { token: again.token }, TEST_CONTEXT),
  ])
  expect(joins.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('an invite works only for the person it is for, and stays open for them', async ({ db, teamId, owner, personOf }) => {
  const { token } = await invite(owner, { email: 'right@example.com', role: 'admin' })
  const other = await createViewer(db, await createTeam(db, 'Other'), 'reader')
  await expect(joinTeam(await personOf(other), { token }, TEST_CONTEXT)).rejects.toMatchObject(refused('insufficient_scope'))
  expect(await findRole(db, teamId, other.person.id)).toBeUndefined()
  await expect(readInvite(token)).resolves.toMatchObject({ email: 'right@example.com' })
})

test('withdrawn, replaced, expired and invented invites are refused', async ({ db, owner }) => {
  const withdrawn = await invite(owner, { email: 'w@example.com', role: 'reader' })
  await withdrawInvite(owner, withdrawn.invite.id)
  const replaced = await invite(owner, { email: 'r@example.com', role: 'reader' })
  await invite(owner, { email: 'r@example.com', role: 'reader' })
  for (const { token } of [withdrawn, replaced])
    await expect(joinWithNewAccount({ token, ...account }, TEST_CONTEXT)).rejects.toMatchObject(refused('link_spent'))
  await expect(withdrawInvite(owner, withdrawn.invite.id)).rejects.toMatchObject(refused('not_found'))
  await expect(readInvite('made-up')).rejects.toMatchObject(refused('not_found'))
  const expired = await invite(owner, { email: 'e@example.com', role: 'reader' })
  await moveClock(db, 7 * 24 + 0.01)
  await expect(joinWithNewAccount({ token: expired.token, ...account }, TEST_CONTEXT)).rejects.toMatchObject(refused('link_spent'))
  expect(await readOpenInvites(owner)).toEqual([])
})

test('an invite never sets the password of an existing account', async ({ db, owner, personOf }) => {
  const known = await createViewer(db, await createTeam(db, 'Other'), 'owner')
  const { token } = await invite(owner, { email: known.person.email, role: 'reader' })
  expect((await readInvite(token)).hasAccount).toBe(true)
  await expect(joinWithNewAccount({ token, ...account }, TEST_CONTEXT)).rejects.toMatchObject(refused('invalid_request'))
  expect((await personOf(known)).password_hash).toBeNull()
})

test('an admin creates password links for members below them, but never access to a team they do not manage', async ({
  db,
  member,
  audited,
}) => {
  const admin = await member('admin')
  const below = await member('member')
  expect((await issuePasswordLink(admin, below.person.id)).email).toBe(below.person.email)
  const elsewhere = await createTeam(db, 'Other')
  await db.insertInto('memberships').values({ team_id: elsewhere, person_id: below.person.id, role: 'owner' }).execute()
  await expect(issuePasswordLink(admin, below.person.id)).rejects.toMatchObject(refused('insufficient_scope'))
  expect(await audited()).toContain('person.password_link_made')
})

test('only an owner can create another team, but not with the name of one of their teams', async ({ db, personOf, owner, member }) => {
  const person = await personOf(owner)
  const team = await createTeamOf(person, { name: 'Second' }, TEST_CONTEXT)
  expect(await findRole(db, team.id, person.id)).toBe('owner')
  await expect(createTeamOf(person, { name: 'second' }, TEST_CONTEXT)).rejects.toMatchObject(refused('invalid_request'))
  await expect(createTeamOf(await personOf(await member('admin')), { name: 'Third' }, TEST_CONTEXT)).rejects.toMatchObject(
    refused('insufficient_scope'),
  )
})

test('a password link that another owner made ends when its person creates a team, which it would give access to', async ({
  owner,
  member,
  personOf,
}) => {
  const { token } = await issuePasswordLink(await member('owner'), owner.person.id)
  await expect(readPasswordLink(token)).resolves.toBeDefined()
  await createTeamOf(await personOf(owner), { name: 'Third' }, TEST_CONTEXT)
  await expect(readPasswordLink(token)).rejects.toMatchObject(refused('link_spent'))
})

test('a password link is not made for a person who is joining another team, which it would give access to', async ({
  db,
  owner,
  member,
  personOf,
}) => {
  const joining = await member('member')
  await issuePasswordLink(owner, joining.person.id)
  const { token } = await invite(await createViewer(db, await createTeam(db, 'Other')), { email: joining.person.email, role: 'reader' })
  const person = await personOf(joining)
  const waiting = async () => {
    const { rows } = await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows.length
  }
  const [joined, made] = await db.transaction().execute(async (tx) => {
    // Joining stops at the link that it ends.
    await tx.selectFrom('password_links').select('person_id').where('person_id', '=', person.id).forUpdate().execute()
    const joins = joinTeam(person, { token }, TEST_CONTEXT)
    await expect.poll(waiting).toBe(1)
    const makes = issuePasswordLink(owner, person.id)
    await expect.poll(waiting).toBe(2)
    return [Promise.allSettled([joins]), Promise.allSettled([makes])]
  })
  expect(await joined).toMatchObject([{ status: 'fulfilled' }])
  expect(await made).toMatchObject([{ status: 'rejected', reason: refused('insufficient_scope') }])
})

test('an admin who loses the role or leaves keeps no password link that they made; one who is a member ends none', async ({
  owner,
  member,
}) => {
  const reset = (await member('admin')).person
  const linkByLost = async (lose: (one: Viewer) => Promise<unknown>, role: Role = 'admin') => {
    const lost = await member(role)
    const { token } = await issuePasswordLink(role === 'admin' ? lost : owner, reset.id)
    await lose(lost)
    return readPasswordLink(token)
  }
  const ways: ((one: Viewer) => Promise<unknown>)[] = [
    ({ person }) => removeMember(owner, person.id, person.email),
    ({ person }) => changeRole(owner, person.id, 'reader'),
    (one) => leaveTeam(one, TEST_CONTEXT),
  ]
  for (const lose of ways) {
    await expect(linkByLost(lose)).rejects.toMatchObject(refused('link_spent'))
    await expect(linkByLost(lose, 'member')).resolves.toMatchObject({ email: reset.email })
  }
})

test('a password link ends when its person is removed from the team or leaves it, and stays when they get a lower role', async ({
  owner,
  member,
}) => {
  const linkAfter = async (change: (one: Viewer) => Promise<unknown>) => {
    const one = await member('member')
    const { token } = await issuePasswordLink(owner, one.person.id)
    await change(one)
    return readPasswordLink(token)
  }
  await expect(linkAfter(({ person }) => changeRole(owner, person.id, 'reader'))).resolves.toBeDefined()
  const ended = 'a change in a team has ended it'
  await expect(linkAfter(({ person }) => removeMember(owner, person.id, person.email))).rejects.toThrow(ended)
  await expect(linkAfter((one) => leaveTeam(one, TEST_CONTEXT))).rejects.toThrow(ended)
})

test('no token of a link is stored', async ({ db, owner }) => {
  const { token } = await invite(owner, { email: 'kept@example.com', role: 'reader' })
  const { rows } = await sql<{
    text: string
  }>`select (select string_agg(i::text, '') from invites i) || (select string_agg(a::text, '') from audit_log a) as text`.execute(db)
  expect(rows[0]?.text).not.toContain(token)
})
