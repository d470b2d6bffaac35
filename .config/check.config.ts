import { defineConfig } from 'vitest/config'
import tests from './vitest.config.ts'

/** The tests of the code base itself, which need no database: part of `npm run check`. */
export default defineConfig({
  root: tests.root,
  resolve: tests.resolve,
  test: { testTimeout: 30_000, include: ['lib/{architecture,documentation}.test.ts', 'lib/api/operations.test.ts'] },
})
