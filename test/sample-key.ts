import type { ApiKey, Db } from '../db/schema'

/** Creates a key of a team, for tests of db, which import nothing of lib. */
export const createSampleKey = (db: Db, teamId: string): Promise<ApiKey> =>
  db
    .insertInto('api_keys')
    .values({
      team_id: teamId,
      id: 'key',
      name: 'key',
      secret_hash: Buffer.alloc(32),
      last_four: 'abcd',
      scopes: [],
      created_by_name: 'Ada',
    })
    .returningAll()
    .executeTakeFirstOrThrow()
