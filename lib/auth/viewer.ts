import type { Role } from '../../db/schema'
import { fail } from '../errors'
import type { Caller } from './caller'
import { type Act, roleMayAct } from './permissions'

/** The person signed in to the portal, as a member of one team. */
export interface Viewer extends Caller {
  role: Role
}

export function refuseAct(viewer: Viewer, act: Act): void {
  if (!roleMayAct(viewer.role, act))
    fail('insufficient_scope', `Your role (${viewer.role}) may not do this. Ask an owner or admin of your team.`)
}
