import type { ActorKind } from '../db/schema'

/** Who did something, as it is told and recorded. */
export interface Actor {
  kind: ActorKind
  id: string
  name: string
}
