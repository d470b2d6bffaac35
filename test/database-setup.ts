import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from '../db/client'
import { migrate } from '../db/migrate'
import { startPostgres } from './postgres'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The URL of a migrated database that the test files copy. */
    templateUrl: string
  }
}

/** Starts one database server for the whole run; TEST_DATABASE_URL names another one, for example an older Postgres. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'memanto-test-'))
  // When we are root, the database runs as another user, who must be able to enter the folder.
  await chmod(folder, 0o755)
  const given = process.env.TEST_DATABASE_URL
  const server = given ? { url: given, stop: async () => {} } : await startPostgres(folder)
  const { db } = connect({ url: server.url, poolSize: 1, prepared: false, waitMs: 10_000 })
  await migrate(db)
  await db.destroy()
  project.provide('templateUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
