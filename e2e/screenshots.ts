import { expect, type Page, test } from '@playwright/test'
import { admin } from './admin'
import { submitForm } from './forms'
import { createInvite, newEmail, PASSWORD } from './people'
import { PAGES, pathOf } from './roles-pages'

const OWNER = 'demo@example.com'
const FOLDER = 'e2e/screenshots'
const THEMES = ['light', 'dark'] as const

/** The pictures of the README. */
const PICTURES = {
  dashboard: '/',
  memories: '/memories?q=who+asked+for+an+invoice',
  agent: '/agents/customer-support',
  'agent-activity': '/agents/customer-support/activity',
  sessions: '/sessions',
  summaries: '/summaries',
  'api-keys': '/settings/api-keys',
  reference: '/docs/operations/remember',
}

/** Pages that are no part of the portal. */
const OTHER_PAGES = [
  '/docs',
  '/docs/quick-start',
  '/docs/sessions',
  '/docs/retries',
  '/docs/keys',
  '/docs/errors',
  '/docs/errors/invalid_request',
]

test('takes screenshots of all pages, light and dark', async ({ page, browser }) => {
  test.setTimeout(600_000)
  await submitForm(page.request, await newPasswordLink(), { password: PASSWORD })
  const ids = { sessionId: await firstIdOn(page, '/sessions'), memoryId: await firstIdOn(page, '/memories') }
  const portalPages = Object.keys(PAGES).map((folder) => pathOf(folder, ids))
  const visitor = await (await browser.newContext()).newPage()
  // A server that has people shows no form at /setup.
  const visitorPages = {
    signin: '/signin',
    setup: '/setup',
    invite: await createInvite(page, 'member', newEmail('invited')),
    'invite-password': await newPasswordLink(),
  }
  for (const colorScheme of THEMES) {
    for (const each of [page, visitor]) await each.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [name, path] of Object.entries(visitorPages))
      await takeScreenshot(visitor, path, `${FOLDER}/all/${name}-${colorScheme}.png`, { fullPage: true })
    for (const [name, path] of Object.entries(PICTURES)) await takeScreenshot(page, path, `${FOLDER}/${name}-${colorScheme}.png`)
    for (const path of [...portalPages, ...OTHER_PAGES])
      await takeScreenshot(page, path, `${FOLDER}/all/${fileNameOf(path)}-${colorScheme}.png`, { fullPage: true })
  }
})

/** `/settings/api-keys` as `settings-api-keys`, and an id as its prefix. */
const fileNameOf = (path: string) =>
  path
    .slice(1)
    .replaceAll('/', '-')
    .replace(/(?<=-(mem|sess))_\w+$/, '') || 'dashboard'

/** The id of the first row of a list. */
async function firstIdOn(page: Page, path: string): Promise<string> {
  await page.goto(path)
  const href = await page.locator(`main a[data-row][href*="${path}/"]`).first().getAttribute('href')
  return href?.split('/').at(-1) ?? ''
}

async function takeScreenshot(page: Page, path: string, file: string, options = {}): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: file, ...options })
}

/** Returns the path of a new password link: the one that the server printed at its start is in Playwright's output. */
async function newPasswordLink(): Promise<string> {
  const printed = await admin(['reset-password', '--email', OWNER], process.env.MEMANTO_SCREENSHOT_DATA)
  return new URL(/http\S+/.exec(printed)?.[0] ?? '').pathname
}
