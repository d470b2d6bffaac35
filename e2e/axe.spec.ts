import { type Browser, expect, type Page, test } from '@playwright/test'
import { graveFindings } from './axe'
import { activate, newTeam, signIn, type TestTeam } from './people'

const OPEN_TO_ALL = ['/signin', '/invite/none', '/invite/password/none', '/setup', '/docs', '/docs/errors', '/nowhere']
const IN_THE_PORTAL = [
  '/',
  '/agents',
  '/agents/customer-support',
  '/sessions',
  '/summaries',
  '/settings/api-keys',
  '/settings/members',
  '/settings/team',
  '/settings/audit',
  '/account',
  '/refused',
  '/agents/nobody-has-this',
]

let team: TestTeam
let pages: string[]
test.beforeAll(async ({ browser, request }) => {
  team = await newTeam(browser)
  const ended = await activate(request, team.apiKey)
  const headers = { 'x-session-token': ended.session_token }
  await request.post('/api/v2/agents/customer-support/remember', { headers, data: { content: `${'long'.repeat(200)} <b>bold</b>` } })
  await request.post('/api/v2/agents/customer-support/deactivate', { headers })
  const running = await activate(request, team.apiKey)
  pages = [...IN_THE_PORTAL, `/sessions/${ended.session_id}`, `/sessions/${running.session_id}`]
})

async function signedIn(browser: Browser, options: object): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await signIn(page, team.owner)
  return page
}

/** The page as it stands once its scripts run. Pages of the portal go on asking for what is new: they are never idle. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: 'load' })
  if (!OPEN_TO_ALL.includes(path)) await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any page, ${colorScheme}`, async ({ browser }) => {
    test.setTimeout(180_000)
    const stranger = await (await browser.newContext({ colorScheme })).newPage()
    for (const path of OPEN_TO_ALL) await examine(stranger, path)
    const owner = await signedIn(browser, { colorScheme })
    for (const path of pages) await examine(owner, path)
  })
}

async function examine(page: Page, path: string): Promise<void> {
  await open(page, path)
  expect.soft(await graveFindings(page), path).toEqual([])
  await expect.soft(page.getByRole('heading', { level: 1 }), path).toHaveCount(1)
  expect.soft(await page.title(), path).toMatch(/.+ · Memanto$|^Memanto$/)
}

test('axe finds nothing serious with the palette or the menu of a phone open', async ({ browser }) => {
  const page = await signedIn(browser, { viewport: { width: 360, height: 740 } })
  await page.getByLabel('Show menu').check({ force: true })
  expect(await graveFindings(page)).toEqual([])
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await graveFindings(page)).toEqual([])
})

test('axe finds nothing serious with a panel over a list, and it fits a phone', async ({ browser }) => {
  const page = await signedIn(browser, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
  for (const path of [`/sessions?peek=${pages.at(-1)?.split('/').at(-1)}`, '/agents?peek=customer-support', '/agents?peek=nobody']) {
    await page.goto(path)
    await expect(page.getByRole('dialog')).toBeFocused()
    expect.soft(await graveFindings(page), path).toEqual([])
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
  }
})

test('no page has an error in its console, and none asks another host', async ({ browser, baseURL }) => {
  test.setTimeout(120_000)
  const page = await signedIn(browser, {})
  const troubles: string[] = []
  let here = ''
  page.on('console', (message) => message.type() === 'error' && troubles.push(`${here}: ${message.text()}`))
  page.on('pageerror', (error) => troubles.push(`${here}: ${error.message}`))
  page.on(
    'request',
    (request) =>
      !/^(data|blob):/.test(request.url()) && !request.url().startsWith(baseURL ?? '') && troubles.push(`${here}: asks ${request.url()}`),
  )
  for (here of pages.filter((path) => !path.includes('nobody'))) await open(page, here)
  expect(troubles).toEqual([])
})

test('every page fits a phone', async ({ browser }) => {
  test.setTimeout(120_000)
  const page = await signedIn(browser, { viewport: { width: 360, height: 740 } })
  for (const path of [...pages, ...OPEN_TO_ALL]) {
    await open(page, path)
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
  }
})
