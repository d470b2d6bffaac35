import { listRemovalEffects, type RemovalEffects } from '../../db/removal-effects'
import { CAPABILITIES } from '../auth/permissions'
import type { CapableViewer } from '../auth/viewer'
import { db } from '../process'

/** Returns what would end with the membership of each person of the team, by their id. */
export async function readRemovalEffects(viewer: CapableViewer<'people:manage'>): Promise<Map<string, RemovalEffects>> {
  const effects = await listRemovalEffects(db(), viewer.teamId, CAPABILITIES['people:manage'])
  return new Map(effects.map((effect) => [effect.person_id, effect]))
}
