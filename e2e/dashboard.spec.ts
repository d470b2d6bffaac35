import { expect, type Page, test } from '@playwright/test'
import { addMember, createTeam, openAs, signIn } from './people'
import { openWithScripts } from './scripts'
import { activate, post, remember } from './team-api'

test('API activity appears without a reload, and the summary shows its numbers', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/')
  await expect(page.getByText('No active agents.')).toBeVisible()
  const session = await activate(request, team)
  await expect(page.getByRole('link', { name: /left$/ })).toBeVisible()
  for (const content of ['One.', 'Two.']) await remember(request, session, { content })
  await expect(page.getByText('2 stored · 0 retrieved')).toBeVisible()
  await post(request, team, '/agents/customer-support/deactivate')
  await expect(page.getByText('No active agents.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Summaries' }).getByRole('link', { name: /2 stored · 0 retrieved/ })).toBeVisible()
  await page.getByText('View as table').click()
  const today = new Date().toISOString().slice(0, 10)
  await expect(page.getByRole('row', { name: new RegExp(`^${today} 1 2 0$`) })).toBeVisible()
})

test('the chart has a session that started a moment ago, even if the dashboard was open before', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  expect(await (await page.request.get('/')).text()).toContain('No sessions yet')
  await activate(request, team)
  expect(await (await page.request.get('/')).text()).not.toContain('No sessions yet')
})

test('a paused page does not change', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/')
  const live = page.getByRole('switch', { name: 'Live updates' })
  await live.click()
  await expect(live).not.toBeChecked()
  const other = await page.context().newPage()
  await other.goto('/')
  await activate(request, team)
  // By the second request of the other page, this page would have made one too.
  for (let requests = 0; requests < 2; requests++) await other.waitForResponse(/\/change-version/)
  await expect(page.getByText('No active agents.')).toBeVisible()
  await live.click()
  await expect(page.getByText('No active agents.')).toBeHidden()
})

test('rows do not move under the mouse: changes wait until it leaves them', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await activate(request, team)
  await signIn(page, team.owner)
  await page.goto('/')
  const row = page.getByRole('listitem').filter({ hasText: 'customer-support' })
  await row.hover()
  const before = await row.boundingBox()
  await activate(request, team, 'billing-bot')
  await expect(page.getByText('Changes waiting')).toBeVisible()
  await expect(page.getByRole('link', { name: 'billing-bot' })).toHaveCount(0)
  expect(await row.boundingBox()).toEqual(before)
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(page.getByRole('link', { name: 'billing-bot' })).toBeVisible()
})

test('a session that expires soon can be extended here; a reader sees it without a button', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await activate(page.request, team, 'customer-support', { duration_hours: 0.3 })
  await signIn(page, team.owner)
  const readerPage = await openAs(browser, await addMember(page, 'reader'))
  await readerPage.goto('/')
  await expect(readerPage.getByRole('heading', { name: 'Expiring soon' })).toBeVisible()
  await expect(readerPage.getByRole('button', { name: /Extend/ })).toHaveCount(0)
  await page.goto('/')
  await page.getByRole('button', { name: 'Extend customer-support by 6 h' }).click()
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Extend customer-support by 6 h' })).toHaveCount(0)
})

test('the getting-started steps of a new team are checked when they are done', async ({ page, browser, request }) => {
  const team = await createTeam(browser, 'billing-bot')
  await signIn(page, team.owner)
  await page.goto('/')
  await expect(page.getByText('1 of 5 done')).toBeVisible()
  await expect(page.getByText('memanto agent activate billing-bot')).toBeVisible()
  const session = await activate(request, team, 'billing-bot')
  await remember(request, session, { content: 'The customer prefers e-mail.' }, 'billing-bot')
  await expect(page.getByText('3 of 5 done')).toBeVisible()
})

test('the filters of summaries are in the URL, and an empty result says so', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/summaries')
  await expect(page.getByText('No sessions ended in this time range')).toBeVisible()
  const session = await activate(request, team)
  await remember(request, session, { content: 'The customer prefers e-mail.' })
  await post(request, team, '/agents/customer-support/deactivate')
  await openWithScripts(page, '/summaries')
  await expect(page.getByRole('region', { name: 'Summaries' }).getByRole('row')).toHaveCount(2)
  await page.getByLabel('End reason').selectOption('replaced')
  await expect(page).toHaveURL('/summaries?end_reason=replaced')
  await expect(page.getByText('No sessions ended in this time range')).toBeVisible()
})

/** Returns the bytes of the scripts that the HTML of a page loads first. */
async function initialScriptBytes(page: Page, path: string): Promise<number> {
  const html = await (await page.request.get(path)).text()
  const sources = new Set([...html.matchAll(/(?:src|href)="(\/_next\/[^"]+\.js[^"]*)"/g)].map(([, source = '']) => source))
  const bodies = await Promise.all([...sources].map(async (source) => (await page.request.get(source)).body()))
  return bodies.reduce((sum, { length }) => sum + length, 0)
}

test('pages with charts first load about as much as others: the chart library is loaded later, into reserved space', async ({
  page,
  browser,
  request,
}) => {
  const team = await createTeam(browser)
  await activate(request, team)
  await signIn(page, team.owner)
  const others = await initialScriptBytes(page, '/agents')
  for (const path of ['/', '/summaries']) expect(await initialScriptBytes(page, path), path).toBeLessThan(others + 60_000)
  await page.goto('/')
  const chart = page.getByRole('img', { name: 'Sessions started: 1 in 30 days' })
  for (const mark of ['0', '1', '2', '3', '4']) await expect(chart.getByText(mark, { exact: true })).toBeVisible()
  await expect(chart.locator('.recharts-cartesian-grid-horizontal line')).toHaveCount(5)
})

test('the change version is not sent to somebody who is not signed in', async ({ request }) => {
  const response = await request.get('/change-version', { maxRedirects: 0 })
  expect(response.status()).toBe(307)
})
