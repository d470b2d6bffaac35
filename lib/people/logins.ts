import {
  endLogin,
  endLoginsOf,
  findOpenLogin,
  insertLogin,
  type LoginOrigin,
  listOpenLogins,
  type OpenLogin,
  touchLogin,
} from '../../db/logins'
import type { Login } from '../../db/schema'
import type { Notes } from '../http/notes'
import { db, log } from '../process'
import { rfc3339 } from '../time'
import { auditAccount, type NamedPerson } from './audit'
import { recordFailedSignIns } from './failed-sign-ins'
import { describeUserAgent } from './user-agent'

const MAX_USER_AGENT = 500
const MAX_SHOWN = 100

/** How a person proved who they are: `password`, `password_link`, `invite`, `first_start`, or the id of a provider such as `github`. */
export type SignInMethod = string

/** Opens a login of somebody who just signed in, tells their teams, and returns its id. */
export async function startLogin(person: NamedPerson, method: SignInMethod, origin: LoginOrigin, notes: Notes): Promise<string> {
  return db()
    .transaction()
    .execute(async (tx) => {
      const id = await insertLogin(tx, person.id, shortened(origin))
      await recordFailedSignIns(tx, person)
      const browser = describeUserAgent(origin.userAgent)
      await auditAccount(tx, person, 'person.signed_in', notes, { after: { method, browser } })
      return id
    })
}

/** Opens a login in the place of one that just ended with all others of the person; nobody signed in anew. */
export async function replaceLogin(person: NamedPerson, origin: LoginOrigin): Promise<string> {
  return db()
    .transaction()
    .execute((tx) => insertLogin(tx, person.id, shortened(origin)))
}

const shortened = (origin: LoginOrigin) => ({ ...origin, userAgent: origin.userAgent?.slice(0, MAX_USER_AGENT) ?? null })

/** Returns an open login and its person, and remembers that it was used: off the request's path, at most one write a minute. */
export async function readOpenLogin(id: string, address: string | null): Promise<OpenLogin | undefined> {
  const login = await findOpenLogin(db(), id)
  if (login?.isTouchDue) touchLogin(db(), id, address).catch(() => log().warn('last use of a login could not be written'))
  return login
}

/** Ends one login of a person: the browser that has it is signed out at its next request. Ending one twice is no error. */
export async function signOut(person: NamedPerson, loginId: string, notes: Notes): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      const ended = await endLogin(tx, person.id, loginId)
      if (ended === undefined) return
      const before = { browser: describeUserAgent(ended.user_agent), signed_in_at: rfc3339(ended.created_at) }
      await auditAccount(tx, person, 'person.signed_out', notes, { before })
    })
}

/** Ends every login of a person, that of this browser too. */
export async function signOutEverywhere(person: NamedPerson, notes: Notes): Promise<void> {
  await db()
    .transaction()
    .execute(async (tx) => {
      const ended = await endLoginsOf(tx, person.id)
      await auditAccount(tx, person, 'person.signed_out_everywhere', notes, { after: { logins_ended: ended } })
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
