import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import type { Membership } from '../../db/memberships'
import type { OpenLogin } from '../../db/open-login'
import type { Person } from '../../db/schema'
import { formatGrantee } from '../auth/grantee'
import { type Capability, ROLE_SCOPES, roleHasCapability, roleHasScope, type Scope } from '../auth/permissions'
import type { PrincipalWithOne } from '../auth/principal'
import { type CapableViewer, requireCapability, requireViewerScope, type Viewer } from '../auth/viewer'
import { clientOf, PATH_HEADER } from '../http/client'
import { notePageTeam } from '../http/page-responses'
import { forgetCredential, rememberCredential } from '../limits/known-credentials'
import { localPath, paths, signInReturningTo } from '../paths'
import { personActor } from '../people/account-events'
import { readLogin } from './login-cookie'
import { loginDigest } from './login-digest'

const TEAM_COOKIE = 'memanto-team'

/** The viewer of this page. Nobody signed in is redirected to the sign-in page, a person without a team to the account page. */
export const requireViewer = cache(async (): Promise<Viewer> => (await findViewer()) ?? redirect(paths.account))

/** The viewer of a page that requires a capability; everyone else gets a page that says so (403). */
export async function requireCapableViewer<C extends Capability>(capability: C): Promise<CapableViewer<C>> {
  const viewer = await requireViewer()
  return roleHasCapability(viewer.role, capability) ? requireCapability(viewer, capability) : forbidden()
}

/** The viewer of a page that requires a scope; everyone else gets a page that says so (403). */
export async function requireViewerOfScope<S extends Scope>(scope: S): Promise<Viewer & PrincipalWithOne<S>> {
  const viewer = await requireViewer()
  return roleHasScope(viewer.role, scope) ? requireViewerScope(viewer, scope) : forbidden()
}

/** The viewer of a page that also serves people without a team: undefined then. Nobody signed in is redirected to the sign-in page. */
export const findViewer = cache(async (): Promise<Viewer | undefined> => {
  const { person, memberships } = await requireLogin()
  const chosen = (await cookies()).get(TEAM_COOKIE)?.value
  const membership = memberships.find(({ team_id }) => team_id === chosen) ?? memberships[0]
  if (membership) notePageTeam(clientOf(await headers()).requestId, membership.team_id)
  return membership && viewerOf(person, membership, memberships)
})

function viewerOf(person: Person, { team_id, team_name, role }: Membership, memberships: Membership[]): Viewer {
  return {
    teamId: team_id,
    team: { id: team_id, name: team_name },
    role,
    person: { id: person.id, email: person.email, name: person.name },
    memberships,
    actor: personActor(person),
    issuedTo: { kind: 'person', id: person.id },
    scopes: ROLE_SCOPES[role],
    agentRowIds: null,
  }
}

/** The person who is signed in, with or without a team. Nobody signed in is redirected to the sign-in page. */
export const requirePerson = async (): Promise<Person> => (await requireLogin()).person

/** The person who is signed in; undefined when nobody is. */
export const findSignedInPerson = async (): Promise<Person | undefined> => (await findLogin())?.person

/** The open login of this browser. The database is asked once per request. */
const findLogin = cache(async (): Promise<OpenLogin | undefined> => {
  const login = await readLogin()
  rememberLogin((await headers()).get('cookie'), login?.person)
  return login
})

/** The open login of this browser. Nobody signed in is redirected to the sign-in page. */
export const requireLogin = cache(async (): Promise<OpenLogin> => (await findLogin()) ?? redirect(await signInPathReturningHere()))

/** Remembers that a login is open, so that its next pages wait in line with those of its person and not with those of unknown visitors. */
function rememberLogin(cookies: string | null, person: Person | undefined): void {
  const digest = loginDigest(cookies)
  if (digest === undefined) return
  if (person === undefined) forgetCredential(digest)
  else rememberCredential(digest, { teamId: person.id, issuedTo: formatGrantee({ kind: 'person', id: person.id }) })
}

async function signInPathReturningHere(): Promise<string> {
  const path = localPath((await headers()).get(PATH_HEADER))
  return path === undefined || path === paths.dashboard ? paths.signIn : signInReturningTo(path)
}

/** Remembers in a cookie which team is shown. Every request checks whether the person is a member of it. */
export async function rememberTeam(teamId: string): Promise<void> {
  const jar = await cookies()
  jar.set(TEAM_COOKIE, teamId, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 365 * 24 * 3600 })
}
