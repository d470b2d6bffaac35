import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Test files that mock modules. Each runs in a process of its own: a mock would stay for the next file. */
export const MOCKING = [
  'app/api/v2/secrets.test.ts',
  'lib/memories/erase.test.ts',
  'lib/memories/purge.test.ts',
  'lib/memories/versions.test.ts',
  'lib/server/build-lock.test.ts',
]

const shared = { root, resolve: { alias: { '@': root.replace(/\/$/, '') } } }

const options = {
  pool: 'forks' as const,
  setupFiles: ['test/fresh-modules.ts', 'test/every-statement.ts'],
  sequence: { setupFiles: 'list' as const },
  // Far longer than any test or condition takes where nothing else runs, because the machine may be busy: what succeeds does not wait.
  testTimeout: 120_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 30_000 } },
  // A test that fails must not change the next one.
  unstubEnvs: true,
  unstubGlobals: true,
}

export default defineConfig({
  ...shared,
  test: {
    globalSetup: ['test/database-setup.ts', 'test/cli/setup.ts', 'test/server/setup.ts'],
    // More than cores, because many tests wait for processes and timeouts.
    maxWorkers: availableParallelism() + 1,
    projects: [
      { ...shared, test: { ...options, name: 'tests', isolate: false, include: ['{app,lib,db,cli,bench,test}/**/*.test.ts'], exclude: MOCKING } },
      { ...shared, test: { ...options, name: 'mocking', include: MOCKING } },
    ],
  },
})
