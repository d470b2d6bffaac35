import { endLogin, endLoginsOf, insertLogin, type LoginOrigin, listOpenLogins, touchLogin } from '../../db/logins'
import { findOpenLogin, type OpenLogin } from '../../db/open-login'
import { lockPassword } from '../../db/people'
import type { Login, Person, Tx } from '../../db/schema'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { db, log } from '../process'
import { rfc3339 } from '../time'
import { type NamedPerson, recordAccountEvent } from './account-events'
import { recordFailedSignIns } from './failed-sign-ins'
import { describeUserAgent } from './user-agent'

const MAX_USER_AGENT = 500
const MAX_SHOWN = 100

/** How a person proved their identity: `password`, `password_link`, `invite`, `first_start`, or the id of a provider such as `github`. */
export type SignInMethod = string

interface SignIn {
  method: SignInMethod
  origin: LoginOrigin
}

/** Opens a login of a person who just signed in, records it for their teams, and returns its id. @throws wrong_password */
export async function startLogin(person: Person, { method, origin }: SignIn, context: RequestContext): Promise<string> {
  return db()
    .transaction()
    .execute(async (tx) => {
      const id = await openLogin(tx, person, origin)
      await recordFailedSignIns(tx, person)
      const after = { method, browser: describeUserAgent(origin.userAgent) }
      await recordAccountEvent(tx, person, context, { kind: 'person.signed_in', after })
      return id
    })
}

/** Opens a login that replaces one which was ended together with all others of the person. It does not count as a sign-in. @throws wrong_password */
export async function replaceLogin(person: Person, origin: LoginOrigin): Promise<string> {
  return db()
    .transaction()
    .execute((tx) => openLogin(tx, person, origin))
}

/** Opens a login, unless the person has another password than when they were read: a new password ends every login, also one that is being opened. */
async function openLogin(tx: Tx, person: Person, origin: LoginOrigin): Promise<string> {
  if (!(await lockPassword(tx, person))) fail('wrong_password', 'The password was changed a moment ago. Sign in again.')
  return insertLogin(tx, person.id, { ...origin, userAgent: origin.userAgent?.slice(0, MAX_USER_AGENT) ?? null })
}

/** An open login with its person; undefined when it ended. Its last use is written at most once a minute, without waiting for the database. */
export async function readOpenLogin(id: string, address: string | null): Promise<OpenLogin | undefined> {
  const login = await findOpenLogin(db(), id)
  if (login?.isTouchDue) touchLogin(db(), id, address).catch(() => log().warn('last use of a login could not be written'))
  return login
}

/** Ends one login of a person; its browser is signed out at its next request. A login that has ended stays as it is. */
export async function signOut(person: NamedPerson, { loginId }: { loginId: string }, context: RequestContext): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      const ended = await endLogin(tx, person.id, loginId)
      if (ended === undefined) return
      const before = { browser: describeUserAgent(ended.user_agent), signed_in_at: rfc3339(ended.created_at) }
      await recordAccountEvent(tx, person, context, { kind: 'person.signed_out', before })
    })
}

/** Ends every login of a person, including the one of this browser. */
export async function signOutEverywhere(person: NamedPerson, context: RequestContext): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      const ended = await endLoginsOf(tx, person.id)
      await recordAccountEvent(tx, person, context, { kind: 'person.signed_out_everywhere', after: { logins_ended: ended } })
    })
}

/** The open logins of a person for the account page, last used first. */
export async function listLogins(personId: string, currentId: string) {
  const logins = await listOpenLogins(db(), personId, MAX_SHOWN)
  return logins.map((login) => presentLogin(login, currentId))
}

export type ShownLogin = ReturnType<typeof presentLogin>

function presentLogin({ id, address, user_agent, created_at, last_seen_at }: Login, currentId: string) {
  return {
    id,
    address,
    browser: describeUserAgent(user_agent),
    signedInAt: rfc3339(created_at),
    lastSeenAt: rfc3339(last_seen_at),
    isCurrent: id === currentId,
  }
}
