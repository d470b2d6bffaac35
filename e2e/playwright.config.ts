import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { browserOptions } from './browser'
import { NO_RATE_LIMITS } from './no-rate-limits'

const PORT = Number(process.env.MEMANTO_E2E_PORT ?? 8123)
/** A folder that somebody named is kept. */
const isOurs = process.env.MEMANTO_E2E_DATA === undefined
// The server creates it. Workers read this file again: they must use the folder that was named the first time.
process.env.MEMANTO_E2E_DATA ??= join(tmpdir(), `memanto-e2e-${randomBytes(4).toString('hex')}`)

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  // More than cores, because some tests wait for a countdown or a timer.
  workers: '150%',
  retries: 0,
  // Generous, so that a busy machine fails no test: a passing assertion does not wait.
  expect: { timeout: 15_000, toHaveScreenshot: { pathTemplate: '{testDir}/components/{arg}{ext}' } },
  timeout: 300_000,
  forbidOnly: true,
  reporter: isOurs ? [['list'], ['./remove-data.ts', { folder: process.env.MEMANTO_E2E_DATA }]] : 'list',
  globalSetup: './global-setup.ts',
  use: {
    baseURL: `http://localhost:${PORT}`,
    ...devices['Desktop Chrome'],
    // Colours change at once, so that a check of the contrast never sees one between two.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: browserOptions(),
  },
  projects: [
    { name: 'http' },
    {
      name: 'https behind a proxy',
      testMatch: /people-(joining|signing-in|signing-out)\.spec\.ts/,
      use: { ignoreHTTPSErrors: true, ...(process.env.MEMANTO_E2E_HTTPS && { baseURL: process.env.MEMANTO_E2E_HTTPS }) },
    },
  ],
  webServer: {
    command: 'npm start',
    cwd: '..',
    url: `http://localhost:${PORT}/ready`,
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    env: {
      PORT: String(PORT),
      MEMANTO_DATA_DIR: process.env.MEMANTO_E2E_DATA,
      LOG_LEVEL: 'warn',
      // The https proxy forwards addresses, and tests send addresses of their own.
      TRUST_PROXY: '127.0.0.1,::1',
      ...NO_RATE_LIMITS,
    },
  },
})
