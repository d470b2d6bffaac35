import type { ActorKind } from '../db/constants'

/** Who did something, as events record it and pages show it. */
export interface Actor {
  kind: ActorKind
  id: string
  name: string
}
