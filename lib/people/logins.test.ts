import { sql } from 'kysely'
import { expect } from 'vitest'
import { insertLogin } from '../../db/logins'
import { moveClock } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createViewer, TEST_CONTEXT } from '../../test/teams'
import { runMaintenance } from '../maintenance'
import { hashToken } from '../one-time-token'
import { listLogins, readOpenLogin, signOut, signOutEverywhere, startLogin } from './logins'
import { hashPassword } from './password'
import { signInWithPassword } from './sign-in'
import { describeUserAgent } from './user-agent'

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const FROM = { address: '192.0.2.1', userAgent: CHROME, deviceHash: hashToken('device') }
const context = { ...TEST_CONTEXT, clientAddress: '192.0.2.1' }

const test = base
  .extend('passwordHash', { scope: 'file' }, () => hashPassword('correct horse battery'))
  .extend('person', async ({ db, teamId, passwordHash }) => {
    const { id } = (await createViewer(db, teamId)).person
    return db.updateTable('people').set({ password_hash: passwordHash }).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
  })
  .extend(
    'signIn',
    ({ person }) =>
      () =>
        startLogin(person, { method: 'password', origin: FROM }, context),
  )
  .extend(
    'entries',
    ({ db, teamId }) =>
      async (action: string) =>
        db
          .selectFrom('audit_log')
          .select(['by_kind', 'by_name', 'target_id', 'address', 'before', 'after'])
          .where('team_id', '=', teamId)
          .where('action', '=', action)
          .orderBy('id')
          .execute(),
  )
  .extend(
    'lastSeen',
    ({ db }) =>
      async (id: string) =>
        (await db.selectFrom('logins').select('last_seen_at').where('id', '=', id).executeTakeFirstOrThrow()).last_seen_at.getTime(),
  )
  .extend(
    'counted',
    ({ db, person }) =>
      async () =>
        (await db.selectFrom('failed_sign_ins').select('attempts').where('person_id', '=', person.id).executeTakeFirst())?.attempts ?? 0,
  )
  .extend('failTwice', ({ person, counted }) => async (): Promise<void> => {
    const wrong = { email: person.email, password: 'wrong' }
    for (const address of ['198.51.100.1', '198.51.100.2']) await signInWithPassword(wrong, { address, deviceHash: null }).catch(() => {})
    await expect.poll(counted).toBe(2)
  })

test.afterEach(({ db }) => moveClock(db, 0))

const isOpen = async (id: string) => (await readOpenLogin(id, null)) !== undefined

test('a login is open until its person signs out of it; their other logins stay open', async ({ signIn, person }) => {
  const [here, there] = [await signIn(), await signIn()]
  expect((await readOpenLogin(here, null))?.person).toEqual(person)
  await signOut(person, { loginId: here }, context)
  expect([await isOpen(here), await isOpen(there)]).toEqual([false, true])
})

test('nobody can sign another person out', async ({ db, teamId, signIn }) => {
  const login = await signIn()
  await signOut((await createViewer(db, teamId)).person, { loginId: login }, context)
  expect(await isOpen(login)).toBe(true)
})

test('signing out everywhere ends every login of the person, and no one else’s', async ({ db, teamId, signIn, person }) => {
  const mine = [await signIn(), await signIn()]
  const other = (await createViewer(db, teamId)).person.id
  const theirs = await db.transaction().execute((tx) => insertLogin(tx, other, FROM))
  await signOutEverywhere(person, context)
  expect(await Promise.all([...mine, theirs].map(isOpen))).toEqual([false, false, true])
})

test('a login ends 30 days after it began, however much it is used', async ({ db, signIn }) => {
  const login = await signIn()
  await moveClock(db, 30 * 24 - 0.01)
  expect(await isOpen(login)).toBe(true)
  await moveClock(db, 30 * 24 + 0.01)
  expect(await isOpen(login)).toBe(false)
})

test('the last use is written, at most once a minute', async ({ db, signIn, lastSeen, person }) => {
  const login = await signIn()
  const began = await lastSeen(login)
  await moveClock(db, 50 / 3600)
  expect(await readOpenLogin(login, '192.0.2.9')).toMatchObject({ isTouchDue: false })
  await moveClock(db, 70 / 3600)
  expect(await readOpenLogin(login, '192.0.2.9')).toMatchObject({ isTouchDue: true })
  await expect.poll(() => lastSeen(login)).toBeGreaterThan(began + 60_000)
  expect(await readOpenLogin(login, '192.0.2.9')).toMatchObject({ isTouchDue: false })
  expect(await listLogins(person.id, login)).toMatchObject([{ address: '192.0.2.9' }])
})

test('the account page lists the open logins, the current one marked, last used first', async ({ db, signIn, person }) => {
  const [older, ended, current] = [await signIn(), await signIn(), await signIn()]
  await signOut(person, { loginId: ended }, context)
  await db.updateTable('logins').set({ last_seen_at: sql<Date>`last_seen_at - interval '1 hour'` }).where('id', '=', older).execute()
  expect(await listLogins(person.id, current)).toMatchObject([
    { id: current, browser: 'Chrome on Linux', address: '192.0.2.1', isCurrent: true },
    { id: older, isCurrent: false },
  ])
})

test('sign-ins and sign-outs are in the audit log of the person’s teams', async ({ signIn, person, entries }) => {
  const login = await signIn()
  await signOut(person, { loginId: login }, context)
  await signOut(person, { loginId: login }, context)
  await signIn()
  await signOutEverywhere(person, context)
  const [signedIn] = await entries('person.signed_in')
  expect(signedIn).toEqual({
    by_kind: 'person',
    by_name: person.name,
    target_id: person.id,
    address: '192.0.2.1',
    before: null,
    after: { method: 'password', browser: 'Chrome on Linux' },
  })
  expect(await entries('person.signed_out')).toMatchObject([{ before: { browser: 'Chrome on Linux' } }])
  expect(await entries('person.signed_out_everywhere')).toMatchObject([{ after: { logins_ended: 1 } }])
})

test('failed sign-ins before a successful one become one entry with their count', async ({ failTwice, signIn, entries, person }) => {
  await failTwice()
  await signIn()
  await signIn()
  expect(await entries('person.sign_in_failed')).toMatchObject([
    { by_kind: 'system', target_id: person.id, address: '198.51.100.2', after: { attempts: 2 } },
  ])
})

test('failed sign-ins without a successful one are recorded 15 minutes later', async ({ db, failTwice, entries }) => {
  await failTwice()
  await runMaintenance()
  expect(await entries('person.sign_in_failed')).toEqual([])
  await moveClock(db, 0.26)
  await runMaintenance()
  await runMaintenance()
  expect(await entries('person.sign_in_failed')).toMatchObject([{ after: { attempts: 2 } }])
})

test('maintenance removes logins 90 days after their end, and counters of attempts when they expire', async ({
  db,
  signIn,
  person,
  failTwice,
}) => {
  const [ended, open] = [await signIn(), await signIn()]
  await signOut(person, { loginId: ended }, context)
  await failTwice()
  const left = async () => {
    const logins = await db.selectFrom('logins').select('id').where('person_id', '=', person.id).execute()
    const counters = await db.selectFrom('sign_in_guesses').select('key').execute()
    return { logins: logins.map(({ id }) => id), hasCounters: counters.length > 0 }
  }
  await runMaintenance()
  expect(await left()).toEqual({ logins: expect.arrayContaining([ended, open]), hasCounters: true })
  await moveClock(db, 91 * 24)
  await runMaintenance()
  expect(await left()).toEqual({ logins: [open], hasCounters: false })
  await moveClock(db, 121 * 24)
  await runMaintenance()
  expect((await left()).logins).toEqual([])
})

test.each([
  [CHROME, 'Chrome on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    'Edge on Windows',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox on macOS'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['<script>alert(1)</script>', 'Unknown browser'],
  [null, 'Unknown browser'],
])('%s is described as %s', (userAgent, words) => {
  expect(describeUserAgent(userAgent)).toBe(words)
})
