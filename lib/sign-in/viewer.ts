import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import type { OpenLogin } from '../../db/logins'
import { listMemberships, type Membership } from '../../db/memberships'
import type { Person } from '../../db/schema'
import { type Capability, ROLE_SCOPES, roleCan } from '../auth/permissions'
import { issuedTo } from '../auth/session-token'
import type { Viewer } from '../auth/viewer'
import { notesFrom, PATH_HEADER } from '../http/notes'
import { forgetCredential, rememberCredential } from '../limits/known-credentials'
import { localPath, paths, signInThen } from '../paths'
import { db } from '../process'
import { readLogin } from './login-cookie'
import { loginDigest } from './login-digest'

const TEAM_COOKIE = 'memanto-team'

/** Who looks at this page. Nobody signed in: on to the sign-in page; in no team: on to the account. Asked of the database at every request. */
export const requireViewer = cache(async (): Promise<Viewer> => (await findViewer()) ?? redirect(paths.account))

/** For a page that only some roles may open: the others are told so (403). The verbs refuse them all the same. */
export async function requireViewerWho(act: Capability): Promise<Viewer> {
  const viewer = await requireViewer()
  if (!roleCan(viewer.role, act)) forbidden()
  return viewer
}

/** The same for a page that also serves people who are in no team: undefined then. */
export const findViewer = cache(async (): Promise<Viewer | undefined> => {
  const person = await requirePerson()
  const memberships = await listMemberships(db(), person.id)
  const chosen = (await cookies()).get(TEAM_COOKIE)?.value
  const membership = memberships.find(({ team_id }) => team_id === chosen) ?? memberships[0]
  return membership && viewerOf(person, membership, memberships, await headers())
})

function viewerOf(person: Person, { team_id, team_name, role }: Membership, memberships: Membership[], sent: Headers): Viewer {
  return {
    teamId: team_id,
    team: { id: team_id, name: team_name },
    role,
    person: { id: person.id, email: person.email, name: person.name },
    memberships,
    actor: { kind: 'person', id: person.id, name: person.name || person.email },
    via: { kind: 'person', id: person.id },
    scopes: ROLE_SCOPES[role],
    onlyAgents: null,
    idempotencyKey: null,
    notes: notesFrom(sent),
  }
}

/** The person signed in, whether or not a member of any team. */
export const requirePerson = async (): Promise<Person> => (await requireLogin()).person

export const findPersonSignedIn = async (): Promise<Person | undefined> => (await findLogin())?.person

/** The login of this browser, asked of the database once a request. */
const findLogin = cache(async (): Promise<OpenLogin | undefined> => {
  const login = await readLogin()
  noteLogin((await headers()).get('cookie'), login?.person)
  return login
})

/** The login of this browser, for pages and actions about the person's logins. */
export const requireLogin = cache(async (): Promise<OpenLogin> => (await findLogin()) ?? redirect(await signInAndReturn()))

/** The next pages for a valid login wait with those of its person, and no longer with those that anyone may ask for. */
function noteLogin(cookies: string | null, person: Person | undefined): void {
  const digest = loginDigest(cookies)
  if (digest === undefined) return
  if (person === undefined) forgetCredential(digest)
  else rememberCredential(digest, { teamId: person.id, issuedTo: issuedTo({ kind: 'person', id: person.id }) })
}

async function signInAndReturn(): Promise<string> {
  const asked = localPath((await headers()).get(PATH_HEADER))
  return asked === undefined || asked === paths.dashboard ? paths.signIn : signInThen(asked)
}

/** Remembers which team is shown; whether the person is a member is asked at every request. */
export async function rememberTeam(teamId: string): Promise<void> {
  const jar = await cookies()
  jar.set(TEAM_COOKIE, teamId, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 365 * 24 * 3600 })
}
