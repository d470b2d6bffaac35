import { execFileSync } from 'node:child_process'
import { expect, type Page, test } from '@playwright/test'
import { choosePassword } from './people'

const OWNER = 'demo@example.com'
const FOLDER = 'e2e/screenshots'

const PAGES = {
  dashboard: '/',
  agent: '/agents/customer-support',
  sessions: '/sessions',
  summaries: '/summaries',
  'api-keys': '/settings/api-keys',
}

test('the main pages, light and dark', async ({ page }) => {
  await choosePassword(page, passwordLink())
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [name, path] of Object.entries(PAGES)) await take(page, path, `${FOLDER}/${name}-${colorScheme}.png`)
  }
})

async function take(page: Page, path: string, file: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: file })
}

/** The link that the server printed at its start is not ours to read: a new one serves. */
function passwordLink(): string {
  const env = { ...process.env, MEMANTO_DATA_DIR: process.env.MEMANTO_SCREENSHOT_DATA }
  const said = execFileSync('npm', ['run', '-s', 'admin', '--', 'reset-password', '--email', OWNER], { env, encoding: 'utf8' })
  return new URL(/http\S+/.exec(said)?.[0] ?? '').pathname
}
