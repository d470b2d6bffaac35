import { expect, type Page, test } from '@playwright/test'
import { expectToFit } from './accessibility'
import { waitForMidnightIfNear } from './midnight'
import { addMember, createTeam, openAs, signIn } from './people'
import { openWithScripts } from './scripts'
import { ACTIVE, activate, post, remember } from './team-api'

test.beforeEach(waitForMidnightIfNear)

/** The row of an agent in the table of active sessions. */
const activeRow = (page: Page, agent: string) =>
  page.getByRole('region', { name: 'Active sessions' }).getByRole('row').filter({ hasText: agent })

test('API activity appears without a reload, and the summary shows its numbers', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/')
  await expect(page.getByText('No active agents.')).toBeVisible()
  const session = await activate(request, team)
  await expect(page.getByRole('link', { name: /left$/ })).toBeVisible()
  for (const content of ['One.', 'Two.']) await remember(request, session, { content })
  await expect(activeRow(page, 'customer-support').getByRole('cell', { name: '2', exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Memories stored today 2 \+2 vs 0 this time yesterday/ })).toBeVisible()
  await post(request, team, '/agents/customer-support/deactivate')
  await expect(page.getByText('No active agents.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Summaries' }).getByRole('link', { name: /2 stored · 0 retrieved/ })).toBeVisible()
  await page.getByText('View as table').click()
  const today = new Date().toISOString().slice(0, 10)
  await expect(page.getByRole('row', { name: `${today} 1 1 2 0 0` })).toBeVisible()
})

test('the chart has a session that started a moment ago, even if the dashboard was open before', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  expect(await (await page.request.get('/')).text()).toContain('No sessions yet')
  await activate(request, team)
  expect(await (await page.request.get('/')).text()).not.toContain('No sessions yet')
})

test('an open page says when its person is signed out, and follows changes again after the next sign-in', async ({
  page,
  browser,
  request,
}) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/')
  const live = page.getByRole('switch', { name: 'Live updates' })
  const cookies = await page.context().cookies()
  await page.context().clearCookies()
  await expect(live).toHaveAccessibleName('Live updates: No access')
  await live.hover()
  await expect(page.locator('[data-tooltip]')).toHaveText(
    'You are signed out or no longer a member of the team. Reload the page to continue.',
  )
  await page.mouse.move(0, 0)
  await page.context().addCookies(cookies)
  await activate(request, team)
  await expect(page.getByText('No active agents.')).toBeHidden({ timeout: 30_000 })
  await expect(live).toHaveAccessibleName('Live updates: Live')
})

test('a paused page does not change', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/')
  const live = page.getByRole('switch', { name: 'Live updates' })
  await expect(live).toHaveAccessibleName('Live updates: Live')
  await live.click()
  await expect(live).not.toBeChecked()
  await expect(live).toHaveAccessibleName('Live updates: Paused')
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
  const row = activeRow(page, 'customer-support')
  await row.hover()
  const before = await row.boundingBox()
  await activate(request, team, 'billing-bot', { duration_hours: 1 })
  await expect(page.getByText('Changes waiting')).toBeVisible()
  await expect(page.getByRole('link', { name: 'billing-bot' })).toHaveCount(0)
  expect(await row.boundingBox()).toEqual(before)
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(activeRow(page, 'billing-bot')).toBeVisible()
})

test('active sessions are listed by the time they have left; one that is extended moves only when the mouse is elsewhere', async ({
  page,
  browser,
}) => {
  const team = await createTeam(browser)
  await activate(page.request, team, 'late-bot', { duration_hours: 3 })
  await activate(page.request, team, 'soon-bot', { duration_hours: 0.3 })
  await signIn(page, team.owner)
  await openWithScripts(page, '/')
  const names = page.getByRole('region', { name: 'Active sessions' }).getByRole('link', { name: /-bot$/ })
  await expect(names).toHaveText(['soon-bot', 'late-bot'])
  await expect(page.getByText('2 active', { exact: true })).toBeVisible()
  await expect(activeRow(page, 'soon-bot').getByText('Expiring')).toBeVisible()
  await expect(activeRow(page, 'soon-bot').getByText(/left$/)).toHaveCount(1)
  await expect(page.getByRole('link', { name: 'Sessions 1 expires soon' })).toBeVisible()
  await page.getByRole('button', { name: 'Extend soon-bot by 6 h' }).click()
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
  await expect(activeRow(page, 'soon-bot').getByText(ACTIVE)).toBeVisible()
  await expect(names).toHaveText(['soon-bot', 'late-bot'])
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(names).toHaveText(['late-bot', 'soon-bot'])
  await expect(page.getByRole('link', { name: 'Sessions', exact: true })).toBeVisible()
})

test('of more sessions than are listed, one that is extended says that it left the list', async ({ page, browser }) => {
  const team = await createTeam(browser)
  for (let nth = 0; nth < 11; nth++) await activate(page.request, team, `bot-${nth}`, { duration_hours: 1 + nth / 10 })
  await signIn(page, team.owner)
  await openWithScripts(page, '/')
  await expect(page.getByText('11 active, the 10 that expire first')).toBeVisible()
  await page.getByRole('button', { name: 'Extend bot-0 by 6 h' }).click()
  await expect(activeRow(page, 'bot-0').getByText('Not among the first any more')).toBeVisible()
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(activeRow(page, 'bot-10')).toBeVisible()
})

test('a reader sees what expires soon without a button, and neither keys nor failed calls', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await activate(page.request, team, 'customer-support', { duration_hours: 0.3 })
  await signIn(page, team.owner)
  const readerPage = await openAs(browser, await addMember(page, 'reader'))
  await readerPage.goto('/')
  await expect(activeRow(readerPage, 'customer-support').getByText('Expiring')).toBeVisible()
  await expect(readerPage.getByRole('link', { name: /^Sessions started today 1/ })).toBeVisible()
  for (const hidden of ['Failed calls today', 'All keys', 'Getting started']) await expect(readerPage.getByText(hidden)).toHaveCount(0)
  await expect(readerPage.getByRole('button', { name: /Extend/ })).toHaveCount(0)
  await page.goto('/')
  await expect(page.getByRole('link', { name: /^Failed calls today/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /^1 key works, nothing to do/ })).toBeVisible()
})

test('without JavaScript a session is extended, and charts, their table and the first steps work', async ({ browser, request }) => {
  const team = await createTeam(browser)
  await activate(request, team, 'customer-support', { duration_hours: 0.3 })
  const page = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await page.goto('/')
  await page.getByRole('button', { name: 'Extend customer-support by 6 h' }).click()
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
  await expect(page.getByText('Expiring', { exact: true })).toHaveCount(0)
  await expect(page.getByRole('img', { name: 'Sessions started: 1 in 30 days' })).toBeVisible()
  await page.getByText('View as table').click()
  await expect(page.getByRole('region', { name: 'Per day' }).getByRole('row')).toHaveCount(31)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByRole('heading', { name: 'Getting started' })).toHaveCount(0)
  await page.getByRole('group', { name: 'Sessions started by day' }).getByRole('link').last().click()
  await expect(page).toHaveURL(/\/sessions\?range=custom&from=(\d{4}-\d\d-\d\d)&to=\1&zone=UTC$/)
})

test('each tile links to the list that it counts', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  const session = await activate(request, team)
  await remember(request, session, { content: 'The customer prefers e-mail.', occurred_at: '2024-03-31' })
  await request.post('/api/v2/agents/nobody/deactivate', { headers: { authorization: `Bearer ${team.apiKey}` } })
  await signIn(page, team.owner)
  const lists = {
    'Active sessions 1': /^\/sessions\?status=active$/,
    'Memories stored today 1': /^\/memories\?created_after=[^&]*&created_before=/,
    'Recalls today 0': /^\/sessions\?range=custom&/,
    'Failed calls today': /^\/settings\/requests\?status=error&range=custom&/,
  }
  for (const [name, path] of Object.entries(lists)) {
    await page.goto('/')
    await page.getByRole('link', { name: new RegExp(`^${name}`) }).click()
    await expect(page).toHaveURL((url) => path.test(url.pathname + url.search))
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
    if (name.startsWith('Memories')) await expect(page.getByText('The customer prefers e-mail.')).toBeVisible()
  }
})

test('one crosshair follows the pointer and the arrow keys over all charts', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await remember(request, await activate(request, team), { content: 'One.' })
  await signIn(page, team.owner)
  await openWithScripts(page, '/')
  const days = (title: string) => page.getByRole('group', { name: `${title} by day` }).getByRole('link')
  const figure = (title: string) => page.getByRole('figure').filter({ hasText: title })
  const today = (await days('Sessions started').last().getAttribute('aria-label'))?.split(':')[0] ?? ''
  await days('Sessions started').last().focus()
  for (const title of ['Sessions started', 'Memories stored', 'Recalls']) await expect(figure(title)).toContainText(today)
  await expect(figure('Memories stored')).toContainText(`${today}1`)
  await page.keyboard.press('ArrowLeft')
  await expect(days('Sessions started').nth(28)).toBeFocused()
  await expect(figure('Memories stored')).not.toContainText(`${today}1`)
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('Active0')
  await days('Recalls').last().hover()
  await expect(figure('Sessions started')).toContainText(`${today}1`)
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('Active1')
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('Today so far')
})

test('top agents are compared by what the link says', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await remember(request, await activate(request, team, 'writer-bot'), { content: 'One.' }, 'writer-bot')
  for (let times = 0; times < 2; times++) await activate(request, team, 'busy-bot', { on_active: 'replace' })
  await signIn(page, team.owner)
  await page.goto('/')
  const top = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /(memory|memories|sessions?) of / }) })
  await expect(top).toHaveText(['writer-bot1'])
  await page.getByRole('link', { name: 'Top agents by sessions' }).click()
  await expect(page).toHaveURL('/?top=sessions')
  await expect(top).toHaveText(['busy-bot2', 'writer-bot1'])
  await page.getByRole('link', { name: '2 sessions of busy-bot' }).click()
  await expect(page).toHaveURL('/sessions?agent_id=busy-bot&range=30d')
})

test('the first steps stay dismissed for the person, and only for them', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const adminPage = await openAs(browser, await addMember(page, 'admin'))
  await openWithScripts(page, '/')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByRole('heading', { name: 'Getting started' })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Active now' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Getting started' })).toHaveCount(0)
  await adminPage.goto('/')
  await expect(adminPage.getByRole('heading', { name: 'Getting started' })).toBeVisible()
})

test('the dashboard has no accessibility findings, light and dark, and fits every width', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await signIn(page, team.owner)
  await openWithScripts(page, '/')
  await expectToFit(page, 'empty', [1280])
  await activate(request, team, 'customer-support', { duration_hours: 0.3 })
  await remember(request, await activate(request, team, 'billing-bot'), { content: 'One.' }, 'billing-bot')
  await openWithScripts(page, '/')
  await page.getByText('View as table').click()
  await expectToFit(page, 'full', [1280, 1024, 360])
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

test('pages with charts load no library for them: first about as much as others', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await activate(request, team)
  await signIn(page, team.owner)
  const others = await initialScriptBytes(page, '/agents')
  for (const path of ['/', '/summaries']) expect(await initialScriptBytes(page, path), path).toBeLessThan(others + 60_000)
  await page.goto('/')
  const chart = page.getByRole('img', { name: 'Sessions started: 1 in 30 days' })
  for (const mark of ['0', '1', '2', '3', '4']) await expect(chart.getByText(mark, { exact: true })).toBeVisible()
  await expect(chart.locator('[data-grid-line]')).toHaveCount(5)
  await expect(chart.locator('[data-partial]')).toHaveCount(1)
  expect(await chart.locator('[data-weekend]').count()).toBeGreaterThanOrEqual(8)
})

test('the change version is not sent to somebody who is not signed in', async ({ request }) => {
  const response = await request.get('/change-version', { maxRedirects: 0 })
  expect(response.status()).toBe(307)
})
