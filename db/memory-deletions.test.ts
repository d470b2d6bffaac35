import { expect, test } from 'vitest'
import { createDatabase } from '../test/database'
import { countLockWaits } from '../test/lock-waits'
import { lockAgentsOfTeam } from './agents'
import { purgeDeletions } from './memory-deletions'

const { db } = await createDatabase()

/** So many that Postgres does not happen to sort them. */
const AGENTS = 1000

test('purging deletions locks agents in the order in which everybody does: no two transactions wait for each other in a circle', async () => {
  const { id: team_id } = await db.insertInto('teams').values({ name: 'Ours' }).returning('id').executeTakeFirstOrThrow()
  const names = Array.from({ length: AGENTS }, (_, index) => ({ team_id, name: `bot-${index}`, pattern: 'tool' as const }))
  const agents = await db.insertInto('agents').values(names).returning('id').execute()
  const deleted_at = new Date(Date.now() - 2 * 3_600_000)
  const deletions = agents.map(({ id }) => ({ team_id, agent_row_id: id, memory_id: 'mem_1', deleted_at }))
  await db.insertInto('memory_deletions').values(deletions).execute()
  const [first = ''] = agents.map(({ id }) => id).sort()
  const { purge } = await db.transaction().execute(async (tx) => {
    await tx.selectFrom('agents').select('id').where('team_id', '=', team_id).where('id', '=', first).forNoKeyUpdate().execute()
    const purge = purgeDeletions(db, team_id, AGENTS).catch((error: unknown) => error)
    await expect.poll(() => countLockWaits(db)).toBe(1)
    await lockAgentsOfTeam(tx, team_id)
    return { purge } // awaited, the transaction would wait for who waits for it
  })
  expect(await purge).toBe(AGENTS)
})
