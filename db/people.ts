import type { Tx } from './schema'

/** Keeps a person from being removed from the team until the transaction ends; false when they are no member. */
export async function holdMembership(tx: Tx, teamId: string, personId: string): Promise<boolean> {
  const held = await tx
    .selectFrom('memberships')
    .select('person_id')
    .where('team_id', '=', teamId)
    .where('person_id', '=', personId)
    .forKeyShare()
    .executeTakeFirst()
  return held !== undefined
}
