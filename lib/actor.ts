import type { ActorKind } from '../db/constants'

/** Who did something, as it is recorded and shown. */
export interface Actor {
  kind: ActorKind
  id: string
  name: string
}
