import type { ActorKind } from '../db/schema'

/** Who did something, as it is recorded and shown. */
export interface Actor {
  kind: ActorKind
  id: string
  name: string
}

/** The server itself, for what no key or person did. */
export const SYSTEM_ACTOR = { kind: 'system', id: 'memanto', name: 'Memanto' } as const satisfies Actor
