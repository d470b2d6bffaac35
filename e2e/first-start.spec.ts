import { exec } from 'node:child_process'
import { promisify } from 'node:util'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { accessibilityFindings, contentWidth } from './accessibility'
import { fillSetupForm } from './people'
import { type SeparateServer, startSeparateServer } from './separate-server'

test.describe.configure({ mode: 'default' })

let server: SeparateServer
test.beforeAll(async () => {
  server = await startSeparateServer()
})
test.afterAll(() => server.stop())

async function open(browser: Browser, path: string, options: object = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.goto(new URL(path, server.address).href)
  return page
}

/** Checks a page in both themes and on a phone. */
async function checkLooks(page: Page, name: string): Promise<void> {
  const { width = 1280, height = 720 } = page.viewportSize() ?? {}
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    expect.soft(await accessibilityFindings(page), `${name}, ${colorScheme}`).toEqual([])
  }
  await page.setViewportSize({ width: 360, height: 740 })
  expect.soft(await contentWidth(page), `${name} on a phone`).toBeLessThanOrEqual(360)
  expect.soft(await accessibilityFindings(page), `${name} on a phone`).toEqual([])
  await page.setViewportSize({ width, height })
}

test('before setup, every page explains the setup link, and a wrong link does not work', async ({ browser }) => {
  const page = await open(browser, '/agents')
  await expect(page.getByRole('heading', { level: 1, name: 'Set up Memanto' })).toBeVisible()
  await checkLooks(page, 'the sign-in page')
  await page.goto(`${server.setupLink}x`)
  await expect(page.getByRole('heading', { level: 1, name: 'This link does not work' })).toBeVisible()
  await checkLooks(page, 'a wrong link')
  await page.goto(`${server.address}/docs`)
  await expect(page.getByText('/api/v2/agents/{agent_id}/activate').first()).toBeVisible()
  await checkLooks(page, 'the API reference')
})

test('of two people with the setup link one becomes the owner, whose key works; then the link no longer works', async ({ browser }) => {
  const [ada, bob] = [await open(browser, server.setupLink), await open(browser, server.setupLink)]
  await checkLooks(ada, 'the first start')
  await fillSetupForm(ada, 'ada')
  await fillSetupForm(bob, 'bob')
  await Promise.all([ada, bob].map((page) => page.getByRole('button', { name: 'Create team' }).click()))
  const done = (page: Page) => page.getByRole('heading', { level: 1, name: 'Your team is ready' })
  const refused = (page: Page) => page.getByText(/already set up/).first()
  for (const page of [ada, bob]) await expect(done(page).or(refused(page))).toBeVisible()
  const [winner, loser] = (await done(ada).isVisible()) ? [ada, bob] : [bob, ada]
  await expect(refused(loser)).toBeVisible()
  await expect(done(loser)).toHaveCount(0)

  await checkLooks(winner, 'the page with the key')
  const steps = winner.getByRole('list', { name: 'Steps of the setup' }).getByRole('listitem')
  await expect(steps).toHaveText(['Team: done', '2Agent and key', '3First call'])
  expect(winner.url()).not.toContain('mk_live')
  const key = (await winner.getByText(/^mk_live_\w+$/).textContent()) ?? ''
  const curl = (await winner.getByText(/^ANSWER=/).textContent()) ?? ''
  for (const [language, start] of Object.entries({
    Python: /^import json/,
    TypeScript: /^const call/,
    'Command line': /^export MEMANTO_URL/,
  })) {
    await winner.getByText(language, { exact: true }).click()
    const snippet = await winner.getByText(start).textContent()
    for (const part of [server.address, key, 'customer-support']) expect(snippet).toContain(part)
  }

  const dashboard = await winner.context().newPage()
  await dashboard.goto(server.address)
  await expect(dashboard.getByText('1 of 5 done')).toBeVisible()
  expect(curl).toContain(key)
  await expect(winner.getByText('Waiting for your first call…')).toBeVisible()
  expect((await promisify(exec)(curl)).stdout).toContain('"memory_id"')
  await expect(winner.getByText('First call received: customer-support is active.')).toBeVisible()
  await expect(steps.filter({ hasText: 'done' })).toHaveCount(3)
  // Not in the tab that the link opens: Playwright may miss that such a tab has loaded, and would wait for that without end.
  const link = winner.getByRole('link', { name: 'Open the memory that it stored' })
  await expect(link).toHaveAttribute('target', '_blank')
  const memory = await winner.context().newPage()
  await memory.goto(new URL((await link.getAttribute('href')) ?? '', server.address).href)
  await expect(memory.getByRole('heading', { level: 2, name: 'Where it comes from' })).toBeVisible()
  await expect(memory.getByRole('main')).toContainText('customer-support')
  await memory.close()
  await expect(dashboard.getByText('4 of 5 done')).toBeVisible()
  await winner.getByRole('link', { name: 'Continue to dashboard' }).click()
  await expect(winner.getByRole('main').getByRole('alert')).toContainText("You haven't copied the API key")
  await checkLooks(winner, 'the warning that the key was not copied')
  await winner.getByRole('link', { name: 'Continue without the key' }).click()
  await expect(winner.getByRole('heading', { level: 1, name: /^Team of/ })).toBeVisible()

  const latecomer = await open(browser, server.setupLink)
  await expect(latecomer.getByRole('heading', { level: 1, name: 'This link does not work' })).toBeVisible()
  await latecomer.goto(`${server.address}/signin`)
  await expect(latecomer.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  expect(await server.query('SELECT count(*)::int AS people FROM people')).toEqual([{ people: 1 }])
  for (const secret of [key, new URL(server.setupLink).search]) expect(server.output().replace(server.setupLink, '')).not.toContain(secret)
})
