import { expect, type Page, test } from '@playwright/test'
import { activate, invited, newTeam, signIn, type TestTeam } from './people'

test.describe.configure({ timeout: 90_000 })

async function deactivate(page: Page, { apiKey }: TestTeam): Promise<void> {
  const ended = await page.request.post('/api/v2/agents/customer-support/deactivate', { headers: { authorization: `Bearer ${apiKey}` } })
  expect(ended.status()).toBe(200)
}

async function remember(page: Page, token: string, content: string, agent = 'customer-support'): Promise<void> {
  const stored = await page.request.post(`/api/v2/agents/${agent}/remember`, {
    headers: { 'x-session-token': token },
    data: { content },
  })
  expect(stored.status()).toBe(200)
}

const soon = { timeout: 15_000 }

test('what happens by the API appears without a reload, and the summary tells the numbers', async ({ page, browser, request }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  await expect(page.getByText('No active agents.')).toBeVisible()
  const { session_token } = await activate(request, team.apiKey)
  await expect(page.getByRole('link', { name: /left$/ })).toBeVisible(soon)
  for (const content of ['One.', 'Two.']) await remember(page, session_token, content)
  await expect(page.getByText('2 stored · 0 retrieved')).toBeVisible(soon)
  await deactivate(page, team)
  await expect(page.getByText('No active agents.')).toBeVisible(soon)
  await expect(page.getByRole('region', { name: 'Summaries' }).getByRole('link', { name: /2 stored · 0 retrieved/ })).toBeVisible()
  await page.getByText('View as table').click()
  const today = new Date().toISOString().slice(0, 10)
  await expect(page.getByRole('row', { name: new RegExp(`^${today} 1 2 0$`) })).toBeVisible()
})

test('a paused page stays as it is', async ({ page, browser, request }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  const live = page.getByRole('switch', { name: 'Live updates' })
  await live.click()
  await expect(live).not.toBeChecked()
  const other = await page.context().newPage()
  await other.goto('/')
  await activate(request, team.apiKey)
  // Another page asks twice: by then this one would have asked too.
  for (let asked = 0; asked < 2; asked++) await other.waitForResponse(/\/change-version/)
  await expect(page.getByText('No active agents.')).toBeVisible()
  await live.click()
  await expect(page.getByText('No active agents.')).toBeHidden(soon)
})

test('a session that nears its end is extended from here; a reader sees it and no button', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await page.request.post('/api/v2/agents/customer-support/activate', {
    headers: { authorization: `Bearer ${team.apiKey}` },
    data: { duration_hours: 0.3 },
  })
  await signIn(page, team.owner)
  const reader = await invited(page, 'reader')
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await signIn(other, reader)
  await expect(other.getByRole('heading', { name: 'Expiring soon' })).toBeVisible()
  await expect(other.getByRole('button', { name: /Extend/ })).toHaveCount(0)
  await elsewhere.close()
  await page.goto('/')
  await page.getByRole('button', { name: 'Extend customer-support by 6 h' }).click()
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Extend customer-support by 6 h' })).toHaveCount(0)
})

test('the checklist of a new team is ticked as it goes', async ({ page, browser, request }) => {
  const team = await newTeam(browser, 'billing-bot')
  await signIn(page, team.owner)
  await expect(page.getByText('1 of 5 done')).toBeVisible()
  await expect(page.getByText('memanto agent activate billing-bot')).toBeVisible()
  const { session_token } = await activate(request, team.apiKey, 'billing-bot')
  await remember(page, session_token, 'The customer prefers e-mail.', 'billing-bot')
  await expect(page.getByText('3 of 5 done')).toBeVisible(soon)
})

test('summaries are filtered in the address, and say so when there are none', async ({ page, browser, request }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/summaries')
  await expect(page.getByText('No sessions ended in this time range')).toBeVisible()
  const { session_token } = await activate(request, team.apiKey)
  await remember(page, session_token, 'The customer prefers e-mail.')
  await deactivate(page, team)
  await page.goto('/summaries')
  await expect(page.getByRole('region', { name: 'Summaries' }).getByRole('row')).toHaveCount(2)
  await page.getByLabel('End reason').selectOption('replaced')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/end_reason=replaced/)
  await expect(page.getByText('No sessions ended in this time range')).toBeVisible()
})

/** Bytes of the scripts that the HTML of a page names: what it needs before it works. */
async function firstScripts(page: Page, path: string): Promise<number> {
  const html = await (await page.request.get(path)).text()
  const named = new Set([...html.matchAll(/(?:src|href)="(\/_next\/[^"]+\.js[^"]*)"/g)].map(([, source = '']) => source))
  const bodies = await Promise.all([...named].map(async (source) => (await page.request.get(source)).body()))
  return bodies.reduce((sum, { length }) => sum + length, 0)
}

test('pages with charts load about as much first as others: what draws them comes later, into room that was kept', async ({
  page,
  browser,
  request,
}) => {
  const team = await newTeam(browser)
  await activate(request, team.apiKey)
  await signIn(page, team.owner)
  const others = await firstScripts(page, '/agents')
  for (const path of ['/', '/summaries']) expect(await firstScripts(page, path), path).toBeLessThan(others + 60_000)
  await page.goto('/')
  await expect(page.getByRole('img', { name: 'Sessions started: 1 in 30 days' }).getByText('0', { exact: true })).toBeVisible()
})

test('a stranger learns nothing from the change version', async ({ request }) => {
  const answer = await request.get('/change-version', { maxRedirects: 0 })
  expect(answer.status()).toBe(307)
})
