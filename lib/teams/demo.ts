import { insertKey } from '../../db/api-keys'
import { seedSample } from '../../db/seed'
import { findTeamsByName, insertTeam, lockFounding } from '../../db/teams'
import { newKey } from '../api-keys/format'
import { SCOPES } from '../auth/permissions'
import { newId } from '../ids'
import { db } from '../process'

const NAME = 'Demo'

/** Makes the sample team with its agents, thirty days of history and a key, which is told once; undefined when it exists. */
export async function makeDemoTeam(): Promise<{ team: string; apiKey: string } | undefined> {
  return db()
    .transaction()
    .execute(async (tx) => {
      await lockFounding(tx)
      if ((await findTeamsByName(tx, NAME)).length > 0) return undefined
      const team = await insertTeam(tx, NAME)
      const { key, parts } = newKey()
      const kept = { secret_hash: parts.secretHash, last_four: parts.lastFour, scopes: [...SCOPES], created_by_name: 'Memanto' }
      const row = await insertKey(tx, { team_id: team.id, id: parts.id, name: 'Demo key', ...kept })
      await seedSample(tx, team.id, row, newId)
      return { team: team.name, apiKey: key }
    })
}
