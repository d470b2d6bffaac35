import { expect, type Page, test } from '@playwright/test'
import { submitForm } from './forms'
import { admin, PASSWORD } from './people'

const OWNER = 'demo@example.com'
const FOLDER = 'e2e/screenshots'

const PAGES = {
  dashboard: '/',
  memories: '/memories?q=who+asked+for+an+invoice',
  agent: '/agents/customer-support',
  'agent-activity': '/agents/customer-support/activity',
  sessions: '/sessions',
  summaries: '/summaries',
  'api-keys': '/settings/api-keys',
  reference: '/docs/operations/remember',
}

test('takes screenshots of the main pages, light and dark', async ({ page }) => {
  await submitForm(page.request, await newPasswordLink(), { password: PASSWORD })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [name, path] of Object.entries(PAGES)) await takeScreenshot(page, path, `${FOLDER}/${name}-${colorScheme}.png`)
  }
})

async function takeScreenshot(page: Page, path: string, file: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: file })
}

/** Returns the path of a new password link: the one that the server printed at its start is in Playwright's output. */
async function newPasswordLink(): Promise<string> {
  const printed = await admin(['reset-password', '--email', OWNER], process.env.MEMANTO_SCREENSHOT_DATA)
  return new URL(/http\S+/.exec(printed)?.[0] ?? '').pathname
}
