import type { Membership } from '../../db/memberships'
import type { Person, Role } from '../../db/schema'
import { fail } from '../errors'
import type { Caller } from './caller'
import { type Act, roleMayAct, type Scope } from './permissions'

/** The person signed in to the portal, as a member of one team. */
export interface Viewer extends Caller {
  role: Role
  person: Pick<Person, 'id' | 'email' | 'name'>
  team: { id: string; name: string }
  /** All of the person's teams, to switch between. */
  memberships: Membership[]
}

export function refuseAct(viewer: Pick<Viewer, 'role'>, act: Act): void {
  if (!roleMayAct(viewer.role, act)) fail('insufficient_scope', `Your role (${viewer.role}) may not do this. Ask an owner or admin.`)
}

/** For verbs that ask for a proved scope: the viewer's role has it, or the act is refused. */
export function viewerWith<S extends Scope>(viewer: Viewer, scope: S): Viewer & Caller<S> {
  if (!viewer.scopes.includes(scope)) fail('insufficient_scope', `Your role (${viewer.role}) may not do this. Ask an owner or admin.`)
  return { ...viewer, proved: scope }
}
