import { test as base } from 'vitest'
import { startServer, type TestServer } from './server'
import { activateNewAgent, type CliUser, createUser } from './user'

interface FileFixtures {
  /** A running server; one for each test file. */
  server: TestServer
}

interface TestFixtures {
  /** A user with an empty home folder, signed in to the server by environment variables. */
  user: CliUser
}

/** Tests of commands against a running server. */
export const test = base.extend<{ $file: FileFixtures; $test: TestFixtures }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads a fixture's dependencies from this pattern.
    async ({}, use) => {
      await use(await startServer())
    },
    { scope: 'file' },
  ],
  user: async ({ server }, use) => {
    await use(createUser(server))
  },
})

/** Tests of commands whose `user` has an active session of a new agent. */
export const testInSession = test.extend<{ $test: TestFixtures }>({
  user: async ({ user }, use) => {
    await activateNewAgent(user)
    await use(user)
  },
})
