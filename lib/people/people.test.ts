import { sql } from 'kysely'
import { expect } from 'vitest'
import { expirePasswordLinks } from '../../db/password-links'
import type { Db } from '../../db/schema'
import { moveClock } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { localPath } from '../paths'
import { createPasswordToken } from '../teams/password-link'
import { changePassword } from './account'
import { choosePassword, readPasswordLink } from './choose-password'
import { readOpenLogin, replaceLogin, startLogin } from './logins'
import { hashPassword } from './password'
import { findOrCreateInvitedPerson } from './provider-sign-in'
import { describePasswordProblem } from './rules'
import { signInWithPassword } from './sign-in'

const PASSWORD = 'correct horse battery'
const HERE = { address: null, userAgent: null, deviceHash: null }

const test = base
  .extend('passwordHash', { scope: 'file' }, () => hashPassword(PASSWORD))
  .extend('person', async ({ db, teamId, passwordHash }) => {
    const { id } = (await createViewer(db, teamId)).person
    return db.updateTable('people').set({ password_hash: passwordHash }).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
  })
  .extend(
    'linkFor',
    ({ db }) =>
      (id: string) =>
        db.transaction().execute((tx) => createPasswordToken(tx, id)),
  )
  .extend(
    'actions',
    ({ db, person }) =>
      async () =>
        (await db.selectFrom('audit_log').select('action').where('target_id', '=', person.id).execute()).map(({ action }) => action),
  )

test.beforeEach(async ({ db }) => {
  await moveClock(db, 0)
})

const signIn = (email: string, password: string) => signInWithPassword({ email, password }, { address: null, deviceHash: null })

async function inviteTo(db: Db, teamId: string, email: string): Promise<void> {
  const invite = { team_id: teamId, email, role: 'member' as const, token_hash: Buffer.from(email) }
  await db
    .insertInto('invites')
    .values({ ...invite, expires_at: new Date(Date.now() + 3_600_000) })
    .execute()
}

test('a password must be long enough and differ from the e-mail; there are no other rules', () => {
  expect(describePasswordProblem('eleven char', 'a@example.com')).toMatch(/12 characters/)
  expect(describePasswordProblem('Ada.Lovelace@Example.com', 'ada.lovelace@example.com')).toMatch(/e-mail/)
  expect(describePasswordProblem('aaaaaaaaaaaa', 'a@example.com')).toBeUndefined()
})

test('a password link sets the password once and ends every login', async ({ linkFor, person, actions }) => {
  const token = await linkFor(person.id)
  expect(await readPasswordLink(token)).toEqual({ email: person.email, name: person.name })
  const login = await startLogin(person, { method: 'password', origin: HERE }, TEST_CONTEXT)
  await choosePassword({ token, password: 'a new long password' }, TEST_CONTEXT)
  expect(await readOpenLogin(login, null)).toBeUndefined()
  expect((await signIn(person.email, 'a new long password')).id).toBe(person.id)
  await expect(choosePassword({ token, password: 'yet another password' }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'link_spent' })
  expect(await actions()).toContain('person.password_chosen')
})

test('one of two uses of a password link at the same time succeeds', async ({ linkFor, person }) => {
  const token = await linkFor(person.id)
  const uses = ['first long password', 'second long password'].map((password) => choosePassword({ token, password }, TEST_CONTEXT))
  const outcomes = await Promise.allSettled(uses)
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a password link stops working after a day, when a newer one is created, and when the password is changed', async ({
  db,
  linkFor,
  person,
}) => {
  const first = await linkFor(person.id)
  const second = await linkFor(person.id)
  await expect(readPasswordLink(first)).rejects.toMatchObject({ code: 'link_spent' })
  await changePassword(person, { current: PASSWORD, password: 'changed long password' }, TEST_CONTEXT)
  await expect(readPasswordLink(second)).rejects.toMatchObject({ code: 'link_spent' })
  const third = await linkFor(person.id)
  await moveClock(db, 24.01)
  await expect(readPasswordLink(third)).rejects.toMatchObject({ code: 'link_spent' })
  await expect(readPasswordLink('nonsense')).rejects.toMatchObject({ code: 'not_found' })
})

test('a link that is ended while somebody chooses a password sets none, and is not said to have been used', async ({
  db,
  linkFor,
  person,
}) => {
  const token = await linkFor(person.id)
  const waiting = async () => {
    const { rows } = await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows.length
  }
  const { choice } = await db.transaction().execute(async (tx) => {
    await expirePasswordLinks(tx, [person.id])
    const choice = choosePassword({ token, password: 'a new long password' }, TEST_CONTEXT).catch((refused: unknown) => refused)
    await expect.poll(waiting).toBe(1)
    return { choice } // awaited, the transaction would wait for who waits for it
  })
  expect(await choice).toMatchObject({
    code: 'link_spent',
    message: expect.stringMatching(/^This link was used, has expired or was ended a moment ago/),
  })
  expect((await signIn(person.email, PASSWORD)).id).toBe(person.id)
})

test('a refused password leaves the link usable, and only the hash of a link is stored', async ({ db, linkFor, person }) => {
  const token = await linkFor(person.id)
  await expect(choosePassword({ token, password: 'short' }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'invalid_request' })
  await expect(readPasswordLink(token)).resolves.toBeDefined()
  const { rows } = await sql<{ text: string }>`select string_agg(l::text, '') as text from password_links l`.execute(db)
  expect(rows[0]?.text).not.toContain(token)
})

test('changing a password requires the current one and ends every login', async ({ person, actions }) => {
  await expect(
    changePassword(person, { current: 'not the password', password: 'changed long password' }, TEST_CONTEXT),
  ).rejects.toMatchObject({
    code: 'invalid_request',
  })
  const login = await startLogin(person, { method: 'password', origin: HERE }, TEST_CONTEXT)
  await changePassword(person, { current: PASSWORD, password: 'changed long password' }, TEST_CONTEXT)
  expect(await readOpenLogin(login, null)).toBeUndefined()
  expect(await actions()).toContain('person.password_changed')
})

test('nothing that was begun with the old password is done after a change: no sign-in, no new login, no other change', async ({
  person,
}) => {
  const known = await signIn(person.email, PASSWORD)
  const changed = await changePassword(person, { current: PASSWORD, password: 'changed long password' }, TEST_CONTEXT)
  for (const open of [() => startLogin(known, { method: 'password', origin: HERE }, TEST_CONTEXT), () => replaceLogin(known, HERE)])
    await expect(open()).rejects.toMatchObject({ code: 'wrong_password' })
  const again = changePassword(known, { current: PASSWORD, password: 'another long password' }, TEST_CONTEXT)
  await expect(again).rejects.toMatchObject({ code: 'invalid_request' })
  expect(await readOpenLogin(await replaceLogin(changed, HERE), null)).toBeDefined()
})

test('an unknown e-mail, a wrong password and no password get the same answer in the same time', async ({ db, person }) => {
  const none = (await createViewer(db, await createTeam(db))).person
  const emails = [person.email, none.email, 'nobody@example.com']
  const refusals = await Promise.all(emails.map((email) => signIn(email, 'wrong').catch((refused: Error) => refused.message)))
  expect(new Set(refusals).size).toBe(1)
  const timesOf = { known: [] as number[], unknown: [] as number[] }
  // In turns, so that a busy moment of the machine slows both.
  for (let round = 0; round < 5; round++) {
    timesOf.known.push(await timeOf(() => signIn(person.email, 'wrong').catch(() => {})))
    timesOf.unknown.push(await timeOf(() => signIn('nobody-else@example.com', 'wrong').catch(() => {})))
  }
  expect(Math.min(...timesOf.unknown)).toBeGreaterThan(Math.min(...timesOf.known) / 3)
})

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

test('another provider signs in people who have an account or an invite, and nobody else', async ({ db, person }) => {
  const viewer = await createViewer(db, await createTeam(db))
  expect((await findOrCreateInvitedPerson(person.email.toUpperCase(), 'Ada'))?.id).toBe(person.id)
  expect(await findOrCreateInvitedPerson('stranger@example.com', 'Stranger')).toBeUndefined()
  await inviteTo(db, viewer.teamId, 'guest@example.com')
  expect(await findOrCreateInvitedPerson('guest@example.com', 'Guest')).toMatchObject({
    email: 'guest@example.com',
    name: 'Guest',
    password_hash: null,
  })
})

test('the name from another provider is stored in the form that names have everywhere', async ({ db }) => {
  const teamId = await createTeam(db)
  const names = [' Jose\u0301\0 ', 'n'.repeat(10_000), '\0']
  for (const [index, name] of names.entries()) {
    await inviteTo(db, teamId, `named-${index}@example.com`)
    const stored = ['José', 'n'.repeat(200), ''][index]
    expect(await findOrCreateInvitedPerson(`named-${index}@example.com`, name)).toMatchObject({ name: stored })
  }
})

test('signing in continues only to a plain path of the portal', () => {
  for (const path of ['/', '/agents?q=a', '/sessions/sess_1?event=2']) expect(localPath(path)).toBe(path)
  const bad = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/agents\n',
    ' /agents',
    '',
    undefined,
    ['/agents'],
    '/a/..//evil.example',
  ]
  for (const path of bad) expect([path, localPath(path)]).toEqual([path, undefined])
})
