import { sql } from 'kysely'
import { expect } from 'vitest'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { readFields } from '../input/parameters'
import { hashToken, newOneTimeToken } from '../one-time-token'
import { changePassword } from './account'
import { SIGN_IN } from './input'
import { startLogin } from './logins'
import { hashPassword } from './password'
import { waitSeconds } from './rules'
import { signInWithPassword } from './sign-in'
import { countAttempt } from './sign-in-rate-limit'

const PASSWORD = 'correct horse battery'

let addresses = 0

const test = base
  .extend('passwordHash', { scope: 'file' }, () => hashPassword(PASSWORD))
  .extend('owner', async ({ db, teamId, passwordHash }) => {
    const { id } = (await createViewer(db, teamId)).person
    return db.updateTable('people').set({ password_hash: passwordHash }).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
  })
  .extend(
    'signIn',
    ({ owner }) =>
      (password: string, address: string | null, deviceHash: Buffer | null = null, email = owner.email) =>
        signInWithPassword({ email, password }, { address, deviceHash }).then(
          () => 'signed in',
          (refused: { code?: string }) => refused.code ?? refused,
        ),
  )
  .extend('guess', ({ signIn }) => async (times: number, address: string | null, deviceHash: Buffer | null = null): Promise<unknown[]> => {
    const outcomes = []
    for (let attempt = 0; attempt < times; attempt++) outcomes.push(await signIn('wrong', address, deviceHash))
    return outcomes
  })
  /** The hash of a device cookie with which the owner has signed in before. */
  .extend('createKnownDevice', ({ owner }) => async (): Promise<Buffer> => {
    const deviceHash = hashToken(newOneTimeToken().token)
    await startLogin(owner, { method: 'password', origin: { address: null, userAgent: null, deviceHash } }, TEST_CONTEXT)
    return deviceHash
  })

/** An address that no other test signs in from. */
const uniqueAddress = () => `192.0.2.${++addresses}`

test('after ten wrong passwords from one address, an account refuses that address, and others can sign in', async ({
  guess,
  signIn,
  owner,
}) => {
  const [attacker, elsewhere] = [uniqueAddress(), uniqueAddress()]
  expect(await guess(11, attacker)).toEqual([...Array(10).fill('wrong_password'), 'too_many_attempts'])
  expect(await signIn(PASSWORD, attacker, null, owner.email.toUpperCase())).toBe('too_many_attempts')
  expect(await signIn(PASSWORD, elsewhere)).toBe('signed in')
})

test('a refusal says when to try again', async ({ guess, owner }) => {
  const attacker = uniqueAddress()
  await guess(10, attacker)
  const refused = signInWithPassword({ email: owner.email, password: PASSWORD }, { address: attacker, deviceHash: null })
  await expect(refused).rejects.toMatchObject({
    message: expect.stringMatching(/^Too many attempts\. Try again in 1[45] minutes\.$/),
    details: { retryAfterSeconds: expect.any(Number) },
  })
})

test('after fifty wrong passwords an address is refused for every account, and right ones do not count', async ({ signIn }) => {
  const address = uniqueAddress()
  for (let turn = 0; turn < 5; turn++) expect(await signIn(PASSWORD, address)).toBe('signed in')
  for (let attempt = 0; attempt < 50; attempt++) await countAttempt({ email: `${attempt}@example.com`, address, knownBrowser: null })
  expect(await signIn(PASSWORD, address)).toBe('too_many_attempts')
  expect(await signIn(PASSWORD, uniqueAddress())).toBe('signed in')
})

test('a refused attempt checks no password, and leaves the other limits as they were', async ({ db, guess, signIn }) => {
  const address = uniqueAddress()
  await guess(10, address)
  expect(await guess(50, address)).toEqual(Array(50).fill('too_many_attempts'))
  expect(await signIn('wrong', address, null, 'another@example.com')).toBe('wrong_password')
  const countAll = async () =>
    (
      await sql<{ points: number }>`select sum(points)::int as points from sign_in_guesses where key ~ '^(account-from-)?address:'`.execute(
        db,
      )
    ).rows
  const [before] = await countAll()
  const slowed = await guess(20, uniqueAddress())
  const checked = slowed.filter((outcome) => outcome === 'wrong_password').length
  expect(checked).toBeLessThan(10)
  expect(await countAll()).toEqual([{ points: (before?.points ?? 0) + 2 * checked }])
})

test('an IPv6 client is limited by its whole network', async ({ signIn }) => {
  for (let host = 1; host <= 10; host++) await signIn('wrong', `2001:db8:7::${host}`)
  expect(await signIn(PASSWORD, '2001:db8:7::ffff')).toBe('too_many_attempts')
  expect(await signIn(PASSWORD, '2001:db8:8::1')).toBe('signed in')
})

test('wrong passwords from many addresses slow an account down', async ({ signIn }) => {
  const outcomes: unknown[] = []
  for (let attempt = 0; attempt < 13; attempt++) outcomes.push(await signIn('wrong', uniqueAddress()))
  expect(outcomes.slice(0, 11)).toEqual(Array(11).fill('wrong_password'))
  expect(outcomes).toContain('too_many_attempts')
  expect(Array.from({ length: 18 }, (_, attempt) => waitSeconds(attempt)).slice(9)).toEqual([0, 0, 2, 4, 8, 16, 32, 60, 60])
})

test('attempts at the same time are counted like attempts in sequence', async ({ signIn }) => {
  const outcomes = await Promise.all(Array.from({ length: 40 }, () => signIn('wrong', uniqueAddress())))
  expect(outcomes.filter((answer) => answer === 'wrong_password').length).toBeLessThanOrEqual(12)
  expect(outcomes.filter((answer) => answer !== 'wrong_password' && answer !== 'too_many_attempts')).toEqual([])
})

test('wrong passwords of others never lock out a browser that signed in before, even at the same address', async ({
  createKnownDevice,
  signIn,
}) => {
  const device = await createKnownDevice()
  const shared = uniqueAddress()
  for (let attempt = 0; attempt < 30; attempt++) await signIn('wrong', uniqueAddress())
  for (let attempt = 0; attempt < 50; attempt++)
    await countAttempt({ email: `other-${attempt}@example.com`, address: shared, knownBrowser: null })
  expect(await signIn(PASSWORD, shared)).toBe('too_many_attempts')
  expect(await signIn(PASSWORD, shared, device)).toBe('signed in')
})

test('a browser is known only to the accounts that signed in on it', async ({ db, createKnownDevice, passwordHash, signIn }) => {
  const device = await createKnownDevice()
  const stranger = await db
    .updateTable('people')
    .set({ password_hash: passwordHash })
    .where('id', '=', (await createViewer(db, await createTeam(db))).person.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const address = uniqueAddress()
  for (let attempt = 0; attempt < 10; attempt++) await signIn('wrong', address, null, stranger.email)
  expect(await signIn(PASSWORD, address, device, stranger.email)).toBe('too_many_attempts')
})

test('a known browser is slowed down by its own wrong passwords, so that a stolen cookie guesses no faster', async ({
  createKnownDevice,
  guess,
  signIn,
}) => {
  const device = await createKnownDevice()
  const outcomes = await guess(13, uniqueAddress(), device)
  expect(outcomes).toContain('too_many_attempts')
  expect(await signIn(PASSWORD, uniqueAddress(), await createKnownDevice())).toBe('signed in')
})

test('attempts at the current password are limited too, and others cannot use them up', async ({ signIn, owner }) => {
  for (let attempt = 0; attempt < 12; attempt++) await signIn('wrong', uniqueAddress())
  const change = (current: string) =>
    changePassword(owner, { current, password: 'another long password' }, TEST_CONTEXT).then(
      () => 'changed',
      (refused: { code?: string }) => refused.code,
    )
  const outcomes = []
  for (let attempt = 0; attempt < 13; attempt++) outcomes.push(await change('wrong'))
  expect(outcomes.slice(0, 10)).toEqual(Array(10).fill('invalid_request'))
  expect(outcomes).toContain('too_many_attempts')
})

test.each([
  ['longer than 254 characters', `${'a'.repeat(250)}@example.com`],
  ['with a null byte', 'a\0@example.com'],
  ['with half a surrogate pair', '\ud800@example.com'],
  ['that is none', 'nonsense'],
  ['that is no text', { $ne: null }],
  ['that is missing', undefined],
])('an e-mail %s is refused by the form', (_what, email) => {
  const invalid = expect.objectContaining({ code: 'invalid_request', details: { errors: [expect.objectContaining({ field: 'email' })] } })
  expect(() => readFields(SIGN_IN, Object.entries({ email, password: PASSWORD }))).toThrow(invalid)
})

test('the table of attempts contains no e-mail', async ({ db, guess }) => {
  await guess(2, uniqueAddress())
  const kept = await db.selectFrom('sign_in_guesses').select('key').execute()
  expect(kept.length).toBeGreaterThan(2)
  expect(kept.filter(({ key }) => key.includes('@'))).toEqual([])
})
