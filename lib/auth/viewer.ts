import type { Membership } from '../../db/memberships'
import type { Person, Role } from '../../db/schema'
import { fail } from '../errors'
import { type Capability, roleHasCapability, type Scope } from './permissions'
import { type Identity, markAsProven, type PrincipalWithOne } from './principal'

/** The person signed in to the portal, as a member of one team. */
export interface Viewer extends Identity {
  role: Role
  person: Pick<Person, 'id' | 'email' | 'name'>
  team: { id: string; name: string }
  /** All of the person's teams, to switch between. */
  memberships: Membership[]
}

declare const capable: unique symbol

/** A viewer with the proof, in the type, that their role has these capabilities. Only `requireCapability` creates one. */
export type CapableViewer<C extends Capability> = Viewer & { readonly [capable]: { readonly [Proven in C]: true } }

/** A viewer with the proof of one of these capabilities: what a check returns whose capability is known only at run time. */
type CapableViewerWithOne<C extends Capability> = C extends Capability ? CapableViewer<C> : never

/** Checks that a viewer's role has a capability, and returns the viewer with the proof. @throws insufficient_scope */
export function requireCapability<C extends Capability>(viewer: Viewer, capability: C): CapableViewerWithOne<C> {
  if (!roleHasCapability(viewer.role, capability)) throwInsufficientRole(viewer)
  return viewer as CapableViewerWithOne<C>
}

/** Checks that a viewer's role has a scope, and returns the viewer with the proof, for use cases that the API shares. @throws insufficient_scope */
export function requireViewerScope<S extends Scope>(viewer: Viewer, scope: S): Viewer & PrincipalWithOne<S> {
  if (!viewer.scopes.includes(scope)) throwInsufficientRole(viewer)
  return markAsProven<Viewer, S>(viewer) as Viewer & PrincipalWithOne<S>
}

function throwInsufficientRole({ role }: Viewer): never {
  fail('insufficient_scope', `Your role (${role}) may not do this. Ask an owner or admin.`)
}
