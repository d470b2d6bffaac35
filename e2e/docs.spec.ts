import { expect, type Page, test } from '@playwright/test'
import { conflictingClasses, expectToFit, watchProblems } from './accessibility'
import { createTeam, signIn } from './people'

const GUIDES = ['/docs/quick-start', '/docs/sessions', '/docs/keys', '/docs/retries']
const OPERATION_PAGES = ['/docs/operations/searchMemories', '/docs/operations/importMemories', '/docs/operations/deleteAgent']
const PAGES = ['/docs', '/docs/errors', '/docs/errors/invalid_request', ...GUIDES, ...OPERATION_PAGES]

/** Opens the form of an operation that calls the server. */
async function openForm(page: Page, operation: string): Promise<void> {
  await page.goto(`/docs/operations/${operation}`)
  await page.getByRole('button', { name: 'Try this call' }).click()
}

test('the pages of the documentation are accessible, light and dark, fit every width, log no error and stay on this host', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(180_000)
  const problems = watchProblems(page, baseURL)
  for (const path of PAGES) {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
    expect.soft(await page.title(), path).toMatch(/.+ · Memanto$/)
    expect.soft(await conflictingClasses(page), path).toEqual([])
    if (path.includes('operations')) await page.getByRole('button', { name: 'Try this call' }).click()
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll('details:not([name])')) folded.setAttribute('open', '')
    })
    await expectToFit(page, path, [1600, 1024, 640, 360])
  }
  expect(problems).toEqual([])
})

test('the API reference has headings that stand out, and a way back to the portal', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/docs')
  const heading = page.getByRole('heading', { name: 'Credentials' })
  await expect(heading).toHaveCSS('font-weight', '600')
  await expect(heading).toHaveCSS('font-size', '18px')
  for (const path of ['/docs', '/docs/errors/invalid_request', '/docs/operations/remember', '/docs/quick-start']) {
    await page.goto(path)
    await page.getByRole('link', { name: 'Memanto', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: team.name })).toBeVisible()
  }
})

test('the search finds operations while typing, and keeps the words in the URL', async ({ page }) => {
  await page.goto('/docs')
  await page.getByLabel('Search operations').pressSequentially('legal hold')
  await expect(page.getByRole('status')).toContainText('No operation')
  await page.getByLabel('Search operations').fill('supersede')
  await expect(page.getByRole('link', { name: 'Mark a memory as superseded' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Create an agent' })).toBeHidden()
  await expect(page).toHaveURL(/\?q=supersede$/)
  await page.reload()
  await expect(page.getByRole('link', { name: 'Create an agent' })).toBeHidden()
})

test('without JavaScript the search is a form, and pages of operations have their examples', async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await page.goto('/docs')
  await page.getByLabel('Search operations').fill('activate')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Delete an agent' })).toBeHidden()
  await page.getByRole('link', { name: '/activate Activate an agent' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Activate an agent' })).toBeVisible()
  await expect(page.getByText('curl -sS').first()).toBeVisible()
  await expect(page.getByText('Calls can be tried here when JavaScript is on.')).toBeVisible()
})

test('addresses of the earlier reference lead to the operation', async ({ page, browser }) => {
  await page.goto('/docs#/Memories/remember')
  await expect(page.getByRole('heading', { level: 1, name: 'Store a memory' })).toBeVisible()
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await plain.goto('/docs#/Memories/remember')
  await expect(plain.getByRole('link', { name: '/remember Store a memory' })).toBeInViewport()
})

test('an operation page says what the contract says', async ({ page }) => {
  await page.goto('/docs/operations/remember')
  const row = page.getByRole('row', { name: /^content/ }).first()
  await expect(row).toContainText('required')
  await expect(row).toContainText('at most 10,000 characters')
  await expect(page.getByRole('row', { name: /^type/ }).first()).toContainText('Also accepted as memory_type')
  await expect(page.getByText('Requires a session token issued to a key or person with memories:write.')).toBeVisible()
  await page.getByRole('link', { name: 'secret_in_memory' }).click()
  await expect(page).toHaveURL('/docs/errors/secret_in_memory')
  await page
    .getByRole('link', { name: /remember$/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'Store a memory' })).toBeVisible()
})

test('a call can be tried with a key, which is stored nowhere and stays in no URL', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await openForm(page, 'listAgents')
  await page.getByLabel('API key').fill(team.apiKey)
  await page.getByRole('button', { name: 'Send GET' }).click()
  await expect(page.getByText('200 succeeded')).toBeVisible()
  await expect(page.getByRole('status').getByText('"agent_id": "customer-support"')).toBeVisible()
  const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie, history.state, location.href]))
  expect(stored).not.toContain(team.apiKey)
  await page.reload()
  await page.getByRole('button', { name: 'Try this call' }).click()
  await expect(page.getByLabel('API key')).toHaveValue('')
  await page.getByRole('button', { name: 'Send GET' }).click()
  await expect(page.getByText('401 was refused')).toBeVisible()
})

test('the token of an activation can be used for the next call', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await openForm(page, 'activateAgent')
  await page.getByLabel('API key').fill(team.apiKey)
  await page.getByRole('button', { name: 'Send POST' }).click()
  await page.getByRole('button', { name: 'Use this session token' }).click()
  await expect(page.getByText('Calls that take a session token now use it.')).toBeVisible()
  await page.getByRole('navigation', { name: 'Operations' }).getByText('Memories', { exact: true }).click()
  await page.getByRole('link', { name: 'Store a memory', exact: true }).click()
  await page.getByRole('button', { name: 'Try this call' }).click()
  await page.getByRole('button', { name: 'Send POST' }).click()
  await expect(page.getByText('200 succeeded')).toBeVisible()
})

test('the login of the portal is no credential for a call that is tried', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const requested = page.waitForRequest((request) => request.url().includes('/api/v2/agents'))
  await openForm(page, 'listAgents')
  await page.getByRole('button', { name: 'Send GET' }).click()
  expect(await (await requested).headerValue('cookie')).toBeNull()
  await expect(page.getByText('401 was refused')).toBeVisible()
})

test('a call that deletes is confirmed first', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  const read = () => request.get('/api/v2/agents/customer-support', { headers: { authorization: `Bearer ${team.apiKey}` } })
  await openForm(page, 'deleteAgent')
  await page.getByLabel('API key').fill(team.apiKey)
  await page.getByRole('button', { name: 'Send DELETE' }).click()
  await expect(page.getByText('DELETE /api/v2/agents/customer-support')).toBeVisible()
  await page.keyboard.press('Enter') // the focus is on Cancel
  await expect(page.getByRole('button', { name: 'Send it for real' })).toBeHidden()
  expect((await read()).status()).toBe(200)
  await page.getByRole('button', { name: 'Send DELETE' }).click()
  await page.getByRole('button', { name: 'Send it for real' }).click()
  await expect(page.getByText('200 succeeded')).toBeVisible()
  expect((await read()).status()).toBe(404)
})

test('the type of an error is the address of a page that explains it', async ({ page, request }) => {
  const refused = await request.get('/api/v2/agents')
  expect(refused.status()).toBe(401)
  const { type, title } = await refused.json()
  await page.goto(type)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title)
})

test('the explanation of an error shows names as code', async ({ page }) => {
  for (const [code, ...names] of [
    ['memory_changed', 'version', 'If-Match'],
    ['erasure_not_confirmed', 'confirm'],
  ]) {
    await page.goto(`/docs/errors/${code}`)
    for (const name of names) await expect(page.locator('main code').getByText(name, { exact: true })).toBeVisible()
    expect(await page.getByRole('main').textContent()).not.toContain('`')
  }
})

test('the guide to keys names the second scope that some calls need, and their pages do too', async ({ page }) => {
  await page.goto('/docs/keys')
  const callsOf = (scope: string) => page.locator('dl > div').filter({ has: page.locator('dt').getByText(scope, { exact: true }) })
  for (const [scope, summary, use] of [
    ['sessions:read', 'List the memories that a session stored or recalled', ''],
    ['memories:read', 'Change up to 1,000 memories', '(with filter)'],
    ['memories:read', 'Store a memory', '(with check_similar)'],
    ['memories:admin', 'Change up to 1,000 memories', '(with act=approve)'],
    ['memories:admin', 'Change an agent', '(with legal_hold)'],
    ['agents:write', 'Activate an agent', '(with create=true, if the agent does not exist)'],
  ] as const)
    await expect(callsOf(scope)).toContainText([summary, use].join(' ').trim())
  await page.goto('/docs/operations/changeMemories')
  await expect(page.getByText('It also requires memories:read with filter, and memories:admin with act=approve.')).toBeVisible()
})

test('a part of a page of the documentation opens with a button, and no page has the triangle of the browser', async ({
  page,
  browser,
}) => {
  for (const path of PAGES) {
    await page.goto(path)
    expect.soft(await trianglesOf(page), path).toEqual([])
  }
  const withoutScripts = await browser.newPage({ javaScriptEnabled: false })
  await withoutScripts.goto('/docs/operations/remember')
  await withoutScripts.getByText('Fields of the response').click()
  await expect(withoutScripts.getByRole('table', { name: 'Response' })).toBeVisible()
  await withoutScripts.close()
})

/** The texts of the summaries that the browser marks with its triangle. */
const trianglesOf = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('summary')]
      .filter((summary) => getComputedStyle(summary).display === 'list-item')
      .map((summary) => summary.textContent),
  )

test('a page that does not exist says so and has security headers', async ({ page }) => {
  for (const path of ['/nowhere', '/docs/operations/nothing']) {
    const response = await page.goto(path)
    expect(response?.status()).toBe(404)
    expect(response?.headers()['content-security-policy']).toContain('nonce-')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
})

test('people who are not signed in are redirected to the sign-in page', async ({ page, browser }) => {
  await createTeam(browser) // before setup the page explains the setup link instead
  await page.goto('/')
  await expect(page).toHaveURL(/\/signin$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
})
