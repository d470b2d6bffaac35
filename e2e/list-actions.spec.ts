import { expect, type Locator, type Page, test } from '@playwright/test'
import { waitForMidnightIfNear } from './midnight'
import { createTeam, openAs, signIn } from './people'
import { openWithScripts } from './scripts'
import { ACTIVE, activate, activateAll, post, remember, sessionTable } from './team-api'

/** The day (UTC) that was so many days ago. */
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)

test.beforeEach(waitForMidnightIfNear)

/** Drags the mouse from one bar of a chart to another. */
async function dragOver(page: Page, first: Locator, last: Locator): Promise<void> {
  const [from, to] = [await first.boundingBox(), await last.boundingBox()]
  if (from === null || to === null) throw new Error('The bars are not shown.')
  await page.mouse.move(from.x + from.width / 2, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width / 2, to.y + 30, { steps: 5 })
  await page.mouse.up()
}

test('checkboxes select ranges and whole pages; all matching sessions are ended after their number and filters are shown', async ({
  page,
  browser,
}) => {
  const team = await createTeam(browser)
  const agents = Array.from({ length: 53 }, (_, n) => `agent-${n}`)
  await activateAll(page.request, team, agents)
  await signIn(page, team.owner)
  await openWithScripts(page, '/sessions?status=active')
  await expect(page.getByRole('button', { name: 'Select all on this page' })).toBeVisible()
  const checkbox = (agent: string) => page.getByLabel(`Select ${agent}’s session`, { exact: true })
  await checkbox('agent-52').click()
  await checkbox('agent-48').click({ modifiers: ['Shift'] })
  await expect(page.getByText('5 selected.')).toBeVisible()
  await expect(checkbox('agent-50')).toBeChecked()
  await page.getByRole('button', { name: 'Select all on this page' }).click()
  await expect(page.getByText('50 selected.')).toBeVisible()
  await page.getByRole('button', { name: 'Select all 53 that match' }).click()
  await expect(page.getByText('All 53 active sessions that match are selected.')).toBeVisible()
  await page.getByText('End all that match…').click()
  await expect(page.getByText('This ends 53 active sessions: all agents.')).toBeVisible()
  await page.getByRole('button', { name: 'End all 53 that match' }).click()
  await expect(page.getByText("The confirmation doesn't match. Type 53 to confirm.").filter({ visible: true })).toBeVisible()
  await expect(sessionTable(page).getByText(ACTIVE)).toHaveCount(50)
  await post(page.request, team, '/agents/agent-7/deactivate')
  await expect(page.getByText('Changes waiting')).toBeVisible()
  await page.getByLabel('Type 53 to confirm').fill('53')
  await page.getByRole('button', { name: 'End all 53 that match' }).click()
  await expect(page.getByText('52 sessions ended.')).toBeVisible()
  await expect(page.getByText('1 session had already ended or no longer matched.')).toBeVisible()
  await page.goto('/sessions?status=active')
  await expect(page.getByText('No matching sessions')).toBeVisible()
})

test('without JavaScript the checkboxes are always visible, and all matching sessions can be ended', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const agents = Array.from({ length: 51 }, (_, n) => `agent-${n}`)
  await activateAll(page.request, team, agents)
  const plain = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await plain.goto('/sessions?range=24h')
  await expect(plain.getByLabel('Select agent-50’s session')).toHaveCSS('opacity', '1')
  await plain.getByText('End selected…').click()
  await expect(plain.getByText('This ends 51 active sessions: all agents, started in the last 24 hours.')).toBeVisible()
  await plain.getByLabel('Type 51 to confirm').fill('51')
  await plain.getByRole('button', { name: 'End all 51 that match' }).click()
  await expect(plain.getByText('51 sessions ended.')).toBeVisible()
})

test('dragging over bars of a chart opens the sessions of those days; with the keyboard, those of one day', async ({
  page,
  browser,
  request,
}) => {
  const team = await createTeam(browser)
  await activate(request, team)
  await signIn(page, team.owner)
  await openWithScripts(page, '/')
  const days = page.getByRole('group', { name: 'Sessions started by day' }).getByRole('link')
  await expect(days).toHaveCount(30)
  await days.last().scrollIntoViewIfNeeded()
  await dragOver(page, days.nth(26), days.nth(29))
  await expect(page).toHaveURL(`/sessions?range=custom&from=${day(3)}&to=${day(0)}&zone=UTC`)
  await expect(sessionTable(page).getByRole('row')).toHaveCount(2)
  await page.goto('/')
  await days.last().focus()
  await page.keyboard.press('ArrowLeft')
  await expect(days.nth(28)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/sessions?range=custom&from=${day(1)}&to=${day(1)}&zone=UTC`)
  await expect(page.getByText('No matching sessions')).toBeVisible()
})

test('the chart above the sessions sets their range, by dragging or with Shift and the arrow keys, and follows the other filters', async ({
  page,
  browser,
  request,
}) => {
  const team = await createTeam(browser)
  await activateAll(request, team, ['one', 'two'])
  await post(request, team, '/agents/two/deactivate')
  await signIn(page, team.owner)
  await openWithScripts(page, '/sessions?status=active')
  const days = page.getByRole('group', { name: 'Sessions started by day' }).getByRole('link')
  await expect(days).toHaveCount(30)
  await expect(days.last()).toHaveAccessibleName(/: 1 \(1 active\)$/)
  await dragOver(page, days.nth(26), days.nth(28))
  await expect(page).toHaveURL(`/sessions?status=active&range=custom&from=${day(3)}&to=${day(1)}&zone=UTC`)
  await expect(page.getByText('No matching sessions')).toBeVisible()
  await days.last().focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/sessions?status=active&range=custom&from=${day(1)}&to=${day(0)}&zone=UTC`)
  await expect(sessionTable(page).getByRole('row')).toHaveCount(2)
  await page.goto('/agents/two/sessions')
  await expect(days.last()).toHaveAccessibleName(/: 1 \(1 deactivated\)$/)
  await days.last().click()
  await expect(page).toHaveURL(`/agents/two/sessions?range=custom&from=${day(0)}&to=${day(0)}&zone=UTC`)
  const chart = page.getByRole('figure').filter({ hasText: 'Sessions started' })
  await expect(chart).not.toContainText('Sessions started1')
  // The days that the last hour touches may have more sessions than the list, so that their sum is not shown.
  await page.mouse.move(0, 0)
  await page.goto('/agents/two/sessions?range=1h')
  await expect(chart).toContainText('Sessions started1')
  await page.goto('/sessions?status=expiring')
  await expect(page.getByRole('heading', { name: 'Sessions', exact: true })).toBeVisible()
  await expect(days).toHaveCount(0)
})

test('the time range stays the same when a person moves between pages that have one', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/sessions?range=7d&status=active')
  const menu = page.getByRole('navigation', { name: 'Portal' })
  await menu.getByRole('link', { name: 'Summaries' }).click()
  await expect(page).toHaveURL('/summaries?range=7d')
  await expect(page.getByRole('button', { name: 'Time: Last 7 days' })).toBeVisible()
  await menu.getByRole('link', { name: 'Memories' }).click()
  await expect(page).toHaveURL('/memories?range=7d')
  await menu.getByRole('link', { name: 'Sessions' }).click()
  await expect(page).toHaveURL('/sessions?range=7d')
  await menu.getByRole('link', { name: 'Audit log' }).click()
  await expect(page).toHaveURL('/settings/audit')
})

test('a URL alone cannot claim that an agent was deleted', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/agents?deleted=customer-support')
  await expect(page.getByText('1 agent', { exact: true })).toBeVisible()
  await expect(page.getByText('was deleted')).toHaveCount(0)
})

test('a list shows a session as inactive as soon as its countdown ends, or later, when the connection is back', async ({
  page,
  browser,
}) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await post(page.request, team, '/agents/customer-support/activate', { duration_hours: 1 / 60 })
  await page.goto('/agents')
  const agents = page.getByRole('region', { name: 'Agents' })
  await expect(agents.getByText(/^Expiring · /)).toBeVisible()
  const offline = await page.context().newPage()
  await openWithScripts(offline, '/agents')
  await offline.route('**/*', (route) => route.abort('internetdisconnected'))
  await expect(agents.getByText('Inactive')).toBeVisible({ timeout: 75_000 })
  const offlineAgents = offline.getByRole('region', { name: 'Agents' })
  await expect(offlineAgents.getByText('Expired')).toBeVisible()
  await offline.unrouteAll()
  await expect(offlineAgents.getByText('Inactive')).toBeVisible()
  await page.goto('/agents/customer-support')
  await expect(page.getByRole('button', { name: 'Reactivate for 1 h', exact: true })).toBeVisible()
  await expect(page.getByText('Deactivate…', { exact: true })).toHaveCount(0)
})

test("an agent's page shows a memory that was edited through the API without a reload", async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  const session = await activate(request, team)
  const { memory_id } = await remember(request, session, { content: 'Ada prefers e-mail.' })
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  await expect(page.getByText('Ada prefers e-mail.').first()).toBeVisible()
  const edited = await request.patch(`/api/v2/agents/customer-support/memories/${memory_id}`, {
    headers: { 'x-session-token': session.session_token },
    data: { content: 'Ada prefers letters.' },
  })
  expect(edited.ok()).toBe(true)
  await expect(page.getByText('Ada prefers letters.').first()).toBeVisible()
})
