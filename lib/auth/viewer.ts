import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { findPersonById, listMemberships } from '../../db/people'
import type { Person } from '../../db/schema'
import { notesFrom } from '../http/notes'
import { db } from '../process'
import type { Viewer } from './acts'
import { readLogin } from './nextauth'
import { ROLE_SCOPES } from './permissions'

export const TEAM_COOKIE = 'memanto-team'

/** Who looks at this page. Nobody signed in: on to the sign-in page. Asked of the database at every request. */
export const requireViewer = cache(async (): Promise<Viewer> => {
  const person = await requirePerson()
  const memberships = await listMemberships(db(), person.id)
  const chosen = (await cookies()).get(TEAM_COOKIE)?.value
  const membership = memberships.find(({ team_id }) => team_id === chosen) ?? memberships[0]
  if (membership === undefined) redirect('/account')
  const { team_id, team_name, role } = membership
  return {
    teamId: team_id,
    team: { id: team_id, name: team_name },
    role,
    person,
    memberships,
    actor: { kind: 'person', id: person.id, name: person.name || person.email },
    via: { kind: 'person', id: person.id },
    scopes: ROLE_SCOPES[role],
    onlyAgents: null,
    idempotencyKey: null,
    notes: notesFrom(await headers()),
  }
})

/** The person signed in, whether or not a member of any team. */
export const requirePerson = cache(async (): Promise<Person> => {
  const login = await readLogin()
  const person = login && (await findPersonById(db(), login.personId))
  if (person === undefined || person.login_epoch !== login?.epoch) redirect('/signin')
  return person
})
