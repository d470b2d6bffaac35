import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
  test: {
    include: ['{app,lib,db,cli,bench,test}/**/*.test.ts'],
    setupFiles: ['test/every-statement.ts'],
    globalSetup: ['test/database-setup.ts', 'test/cli/setup.ts', 'test/server/setup.ts'],
    pool: 'forks',
    // More than cores, because many tests wait for processes and timeouts.
    maxWorkers: availableParallelism() + 1,
    // Far longer than any test or condition takes where nothing else runs, because the machine may be busy: what succeeds does not wait.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
