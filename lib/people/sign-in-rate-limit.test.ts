import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Db, Person } from '../../db/schema'
import { hashOfToken, newOneTimeToken } from '../one-time'
import { aTeam, aViewer, testHouse } from '../testing'
import { changePassword } from './account'
import { startLogin } from './logins'
import { hashPassword } from './password'
import { waitSeconds } from './rules'
import { signInWithPassword } from './sign-in'
import { countAttempt } from './sign-in-rate-limit'

const PASSWORD = 'correct horse battery'
const notes = { requestId: 'req_test', address: null, peer: null, forwarded: false }

let db: Db
let owner: Person
let passwordHash: string
let addresses = 0

beforeAll(async () => {
  ;({ db } = await testHouse())
  passwordHash = await hashPassword(PASSWORD)
})

beforeEach(async () => {
  const { id } = (await aViewer(db, await aTeam(db))).person
  owner = await db.updateTable('people').set({ password_hash: passwordHash }).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
})

/** An address that no other test signs in from. */
const anAddress = () => `192.0.2.${++addresses}`

const signIn = (password: string, address: string | null, deviceHash: Buffer | null = null, email = owner.email) =>
  signInWithPassword({ email, password }, { address, deviceHash }).then(
    () => 'signed in',
    (refused: { code?: string }) => refused.code ?? refused,
  )

async function guess(times: number, address: string | null, deviceHash: Buffer | null = null): Promise<unknown[]> {
  const told = []
  for (let attempt = 0; attempt < times; attempt++) told.push(await signIn('wrong', address, deviceHash))
  return told
}

/** The hash of a device cookie that the owner signed in with before. */
async function aKnownDevice(): Promise<Buffer> {
  const deviceHash = hashOfToken(newOneTimeToken().token)
  await startLogin(owner, 'password', { address: null, userAgent: null, deviceHash }, notes)
  return deviceHash
}

test('T20: from one address, ten wrong passwords at an account close it for that address; others get in', async () => {
  const [attacker, elsewhere] = [anAddress(), anAddress()]
  expect(await guess(11, attacker)).toEqual([...Array(10).fill('wrong_password'), 'too_many_attempts'])
  expect(await signIn(PASSWORD, attacker, null, owner.email.toUpperCase())).toBe('too_many_attempts')
  expect(await signIn(PASSWORD, elsewhere)).toBe('signed in')
})

test('a refusal says when to try again', async () => {
  const attacker = anAddress()
  await guess(10, attacker)
  const refused = signInWithPassword({ email: owner.email, password: PASSWORD }, { address: attacker, deviceHash: null })
  await expect(refused).rejects.toMatchObject({
    message: expect.stringMatching(/^Too many attempts\. Try again in 1[45] minutes\.$/),
    facts: { retryAfterSeconds: expect.any(Number) },
  })
})

test('T20: fifty wrong passwords from one address close the address for every account, and a right one takes nothing from it', async () => {
  const address = anAddress()
  for (let turn = 0; turn < 5; turn++) expect(await signIn(PASSWORD, address)).toBe('signed in')
  for (let attempt = 0; attempt < 50; attempt++) await countAttempt({ email: `${attempt}@example.com`, address, knownBrowser: null })
  expect(await signIn(PASSWORD, address)).toBe('too_many_attempts')
  expect(await signIn(PASSWORD, anAddress())).toBe('signed in')
})

test('T20: an IPv6 client is limited by its whole network', async () => {
  for (let host = 1; host <= 10; host++) await signIn('wrong', `2001:db8:7::${host}`)
  expect(await signIn(PASSWORD, '2001:db8:7::ffff')).toBe('too_many_attempts')
  expect(await signIn(PASSWORD, '2001:db8:8::1')).toBe('signed in')
})

test('wrong passwords from ever new addresses slow an account down', async () => {
  const told: unknown[] = []
  for (let attempt = 0; attempt < 13; attempt++) told.push(await signIn('wrong', anAddress()))
  expect(told.slice(0, 11)).toEqual(Array(11).fill('wrong_password'))
  expect(told).toContain('too_many_attempts')
  expect(Array.from({ length: 18 }, (_, attempt) => waitSeconds(attempt)).slice(9)).toEqual([0, 0, 2, 4, 8, 16, 32, 60, 60])
})

test('attempts at the same moment count as much as one after another', async () => {
  const told = await Promise.all(Array.from({ length: 40 }, () => signIn('wrong', anAddress())))
  expect(told.filter((answer) => answer === 'wrong_password').length).toBeLessThanOrEqual(12)
  expect(told.filter((answer) => answer !== 'wrong_password' && answer !== 'too_many_attempts')).toEqual([])
})

test('a stranger’s wrong passwords never close the account for a browser that signed in before, even at the stranger’s address', async () => {
  const device = await aKnownDevice()
  const shared = anAddress()
  for (let attempt = 0; attempt < 30; attempt++) await signIn('wrong', anAddress())
  for (let attempt = 0; attempt < 60; attempt++)
    await countAttempt({ email: owner.email, address: shared, knownBrowser: null }).catch(() => {})
  expect(await signIn(PASSWORD, shared)).toBe('too_many_attempts')
  expect(await signIn(PASSWORD, shared, device)).toBe('signed in')
})

test('a browser is known only to the accounts that signed in on it', async () => {
  const device = await aKnownDevice()
  owner = await db
    .updateTable('people')
    .set({ password_hash: passwordHash })
    .where('id', '=', (await aViewer(db, await aTeam(db))).person.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const address = anAddress()
  await guess(10, address)
  expect(await signIn(PASSWORD, address, device)).toBe('too_many_attempts')
})

test('a known browser is slowed down by its own wrong passwords, so that a stolen cookie guesses no faster', async () => {
  const device = await aKnownDevice()
  const told = await guess(13, anAddress(), device)
  expect(told).toContain('too_many_attempts')
  expect(await signIn(PASSWORD, anAddress(), await aKnownDevice())).toBe('signed in')
})

test('asking for the current password is limited too, and strangers cannot use that up', async () => {
  for (let attempt = 0; attempt < 12; attempt++) await signIn('wrong', anAddress())
  const change = (current: string) =>
    changePassword(owner, current, 'another long password', notes).then(
      () => 'changed',
      (refused: { code?: string }) => refused.code,
    )
  const told = []
  for (let attempt = 0; attempt < 13; attempt++) told.push(await change('wrong'))
  expect(told.slice(0, 10)).toEqual(Array(10).fill('invalid_request'))
  expect(told).toContain('too_many_attempts')
})

test.each([
  ['longer than 254 characters', `${'a'.repeat(250)}@example.com`],
  ['with a null byte', 'a\0@example.com'],
  ['with half a surrogate pair', '\ud800@example.com'],
  ['that is none', 'nonsense'],
  ['that is no text', { $ne: null }],
  ['that is missing', undefined],
])('an e-mail %s is refused before anything is counted or asked', async (_what, email) => {
  const refused = signInWithPassword({ email, password: PASSWORD }, { address: anAddress(), deviceHash: null })
  await expect(refused).rejects.toMatchObject({ code: 'invalid_request', facts: { errors: [{ field: 'email' }] } })
})

test('the table of attempts holds no e-mail', async () => {
  await guess(2, anAddress())
  const kept = await db.selectFrom('sign_in_guesses').select('key').execute()
  expect(kept.length).toBeGreaterThan(2)
  expect(kept.filter(({ key }) => key.includes('@'))).toEqual([])
})
