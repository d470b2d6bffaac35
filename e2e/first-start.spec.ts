import { exec } from 'node:child_process'
import { promisify } from 'node:util'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { graveFindings } from './axe'
import { type OwnServer, startOwnServer } from './own-server'
import { fillFirstStart } from './people'

test.describe.configure({ mode: 'default', timeout: 90_000 })

let server: OwnServer
test.beforeAll(async () => {
  server = await startOwnServer()
})
test.afterAll(() => server.stop())

async function open(browser: Browser, path: string, options: object = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.goto(new URL(path, server.address).href)
  return page
}

const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

/** Looked at in both themes and on a phone. */
async function look(page: Page, what: string): Promise<void> {
  const { width = 1280, height = 720 } = page.viewportSize() ?? {}
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    expect.soft(await graveFindings(page), `${what}, ${colorScheme}`).toEqual([])
  }
  await page.setViewportSize({ width: 360, height: 740 })
  expect.soft(await widthOf(page), `${what} on a phone`).toBeLessThanOrEqual(360)
  expect.soft(await graveFindings(page), `${what} on a phone`).toEqual([])
  await page.setViewportSize({ width, height })
}

test('while nobody is here every way leads to the words about the link, and a guess opens nothing', async ({ browser }) => {
  const page = await open(browser, '/agents')
  await expect(page.getByRole('heading', { level: 1, name: 'Set up Memanto' })).toBeVisible()
  await look(page, 'the sign-in page')
  await page.goto(`${server.link}x`)
  await expect(page.getByRole('heading', { level: 1, name: 'This link does not work' })).toBeVisible()
  await look(page, 'a wrong link')
  await page.goto(`${server.address}/docs`)
  await expect(page.getByText('/api/v2/agents/{agent_id}/activate').first()).toBeVisible()
  await look(page, 'the API reference')
})

test('of two browsers with the link one makes its owner, and its key makes the first call; then the link is worthless', async ({
  browser,
}) => {
  const [ada, bob] = [await open(browser, server.link), await open(browser, server.link)]
  await look(ada, 'the first start')
  await fillFirstStart(ada, 'ada')
  await fillFirstStart(bob, 'bob')
  await Promise.all([ada, bob].map((page) => page.getByRole('button', { name: 'Create team' }).click()))
  const done = (page: Page) => page.getByRole('heading', { level: 1, name: 'Your team is ready' })
  const refused = (page: Page) => page.getByText(/already set up/).first()
  for (const page of [ada, bob]) await expect(done(page).or(refused(page))).toBeVisible()
  const [winner, loser] = (await done(ada).isVisible()) ? [ada, bob] : [bob, ada]
  await expect(refused(loser)).toBeVisible()
  await expect(done(loser)).toHaveCount(0)

  await look(winner, 'the page with the key')
  expect(winner.url()).not.toContain('mk_live')
  const key = (await winner.getByText(/^mk_live_\w+$/).textContent()) ?? ''
  const curl = (await winner.getByText(/^TOKEN=/).textContent()) ?? ''
  for (const [way, words] of Object.entries({
    Python: /^import httpx/,
    TypeScript: /^const agent/,
    'Command line': /^export MEMANTO_URL/,
  })) {
    await winner.getByText(way, { exact: true }).click()
    const snippet = await winner.getByText(words).textContent()
    for (const part of [server.address, key, 'customer-support']) expect(snippet).toContain(part)
  }

  const dashboard = await winner.context().newPage()
  await dashboard.goto(server.address)
  await expect(dashboard.getByText('1 of 5 done')).toBeVisible()
  expect(curl).toContain(key)
  await expect(winner.getByText('Waiting for your first call…')).toBeVisible()
  expect((await promisify(exec)(curl)).stdout).toContain('"memory_id"')
  await expect(winner.getByText('First call received: customer-support is active.')).toBeVisible({ timeout: 15_000 })
  await expect(dashboard.getByText('3 of 5 done')).toBeVisible({ timeout: 15_000 })
  await winner.getByRole('link', { name: 'Continue to dashboard' }).click()
  await expect(winner.getByRole('heading', { level: 1, name: /^Team of/ })).toBeVisible()

  const late = await open(browser, server.link)
  await expect(late.getByRole('heading', { level: 1, name: 'This link does not work' })).toBeVisible()
  await late.goto(`${server.address}/signin`)
  await expect(late.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  expect(await server.ask('SELECT count(*)::int AS people FROM people')).toEqual([{ people: 1 }])
  for (const secret of [key, new URL(server.link).search]) expect(server.said().replace(server.link, '')).not.toContain(secret)
})
