import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
  test: {
    include: ['{app,lib,db,cli,bench,test}/**/*.test.ts'],
    typecheck: { include: ['lib/**/*.test-d.ts'], tsconfig: `${root}tsconfig.json`, ignoreSourceErrors: true },
    setupFiles: ['test/every-statement.ts'],
    globalSetup: ['test/database-setup.ts', 'test/cli/setup.ts'],
    pool: 'forks',
    // More than cores, because many tests wait for processes and timeouts.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
})
