import { type ActorChoice, listActorChoices } from '../../db/actor-choices'
import { roleHasCapability } from '../auth/permissions'
import type { Viewer } from '../auth/viewer'
import { db } from '../process'

const MOST_CHOICES = 200

/** The people and keys of the team, for filters by who did something. Keys only for roles that manage them. */
export async function readActorChoices(viewer: Viewer): Promise<{ keys: ActorChoice[]; people: ActorChoice[] }> {
  const found = await listActorChoices(db(), viewer.teamId, roleHasCapability(viewer.role, 'keys:manage'), MOST_CHOICES)
  return { keys: found.filter(({ kind }) => kind === 'key'), people: found.filter(({ kind }) => kind === 'person') }
}

export type ActorChoices = Awaited<ReturnType<typeof readActorChoices>>
