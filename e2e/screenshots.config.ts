import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { NO_RATE_LIMITS } from './no-rate-limits'
import config from './playwright.config'

const PORT = 8124
/** A folder that somebody named is kept. */
const isOurs = process.env.MEMANTO_SCREENSHOT_DATA === undefined
// The server creates it.
process.env.MEMANTO_SCREENSHOT_DATA ??= join(tmpdir(), `memanto-screenshots-${randomBytes(4).toString('hex')}`)

/** Takes the README's pictures, and one of every page, of the demo team: `npm run screenshots`. */
export default defineConfig({
  ...config,
  projects: [{}],
  testMatch: 'screenshots.ts',
  reporter: isOurs ? [['list'], ['./remove-data.ts', { folder: process.env.MEMANTO_SCREENSHOT_DATA }]] : 'list',
  use: { ...config.use, baseURL: `http://localhost:${PORT}`, viewport: { width: 1280, height: 800 } },
  webServer: {
    command: 'npm start -- --demo',
    cwd: '..',
    url: `http://localhost:${PORT}/ready`,
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    env: { PORT: String(PORT), MEMANTO_DATA_DIR: process.env.MEMANTO_SCREENSHOT_DATA, LOG_LEVEL: 'warn', ...NO_RATE_LIMITS },
  },
})
