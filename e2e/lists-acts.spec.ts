import { expect, test } from '@playwright/test'
import { post, sessionsOf, sessionTable, withoutScripts } from './agents-at-work'
import { activate, invited, newTeam, signIn } from './people'

test.describe.configure({ timeout: 90_000 })

test('boxes select ranges and whole pages; all that match are ended after their number and filters were read', async ({
  page,
  browser,
}) => {
  const team = await newTeam(browser)
  const agents = Array.from({ length: 53 }, (_, n) => `agent-${n}`)
  await sessionsOf(page, team, agents)
  await signIn(page, team.owner)
  await page.goto('/sessions?status=active')
  await expect(page.getByRole('button', { name: 'Select all on this page' })).toBeVisible()
  const box = (agent: string) => page.getByLabel(`Select the session of ${agent}`, { exact: true })
  await box('agent-52').click()
  await box('agent-48').click({ modifiers: ['Shift'] })
  await expect(page.getByText('5 selected.')).toBeVisible()
  await expect(box('agent-50')).toBeChecked()
  await page.getByRole('button', { name: 'Select all on this page' }).click()
  await expect(page.getByText('50 selected.')).toBeVisible()
  await page.getByRole('button', { name: 'Select all 53 that match' }).click()
  await expect(page.getByText('All 53 active sessions that match are selected.')).toBeVisible()
  await page.getByText('End all that match…').click()
  await expect(page.getByText('This ends 53 active sessions: those of every agent of your team.')).toBeVisible()
  await post(page, team, '/agents/agent-7/deactivate')
  await page.getByRole('button', { name: 'End all 53 that match' }).click()
  await expect(page.getByText('Ended 52; 1 had ended already or no longer matched.')).toBeVisible()
  await page.goto('/sessions?status=active')
  await expect(page.getByText('No session matches')).toBeVisible()
})

test('without JavaScript boxes always show, and all that match can be ended', async ({ page, browser }) => {
  const team = await newTeam(browser)
  const agents = Array.from({ length: 51 }, (_, n) => `agent-${n}`)
  await sessionsOf(page, team, agents)
  const plain = await withoutScripts(browser, team)
  await plain.goto('/sessions?range=24h')
  await expect(plain.getByLabel('Select the session of agent-50')).toHaveCSS('opacity', '1')
  await plain.getByText('End selected…').click()
  await expect(
    plain.getByText('This ends 51 active sessions: those of every agent of your team, started in the last 24 hours.'),
  ).toBeVisible()
  await plain.getByRole('button', { name: 'End all 51 that match' }).click()
  await expect(plain.getByText('Ended 51.')).toBeVisible()
})

test('dragging over the bars goes to the rows of those days, and the keyboard to those of one', async ({ page, browser, request }) => {
  const team = await newTeam(browser)
  await activate(request, team.apiKey)
  await signIn(page, team.owner)
  const days = page.getByRole('group', { name: 'Sessions started, day by day' }).getByRole('link')
  await expect(days).toHaveCount(30)
  const [from, to] = [await days.nth(26).boundingBox(), await days.nth(29).boundingBox()]
  if (from === null || to === null) throw new Error('The bars are not shown.')
  await page.mouse.move(from.x + from.width / 2, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width / 2, to.y + 30, { steps: 5 })
  await page.mouse.up()
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  await expect(page).toHaveURL(`/sessions?range=custom&from=${day(3)}&to=${day(0)}&zone=UTC`)
  await expect(sessionTable(page).getByRole('row')).toHaveCount(2)
  await page.goto('/')
  await days.last().focus()
  await page.keyboard.press('ArrowLeft')
  await expect(days.nth(28)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/sessions?range=custom&from=${day(1)}&to=${day(1)}&zone=UTC`)
  await expect(page.getByText('No session matches')).toBeVisible()
})

test('a time is kept on the way between the pages that are about one', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/sessions?range=7d&status=active')
  const menu = page.getByRole('navigation', { name: 'Portal' })
  await menu.getByRole('link', { name: 'Summaries' }).click()
  await expect(page).toHaveURL('/summaries?range=7d')
  await expect(page.getByLabel('Time')).toHaveValue('7d')
  await menu.getByRole('link', { name: 'Dashboard' }).click()
  await expect(page).toHaveURL('/?range=7d')
  await menu.getByRole('link', { name: 'Sessions' }).click()
  await expect(page).toHaveURL('/sessions?range=7d')
  await menu.getByRole('link', { name: 'Audit log' }).click()
  await expect(page).toHaveURL('/settings/audit')
})

test('the palette finds a session by the beginning of its id, and does things', async ({ page, browser, request }) => {
  const team = await newTeam(browser)
  const { session_id } = await activate(request, team.apiKey)
  await post(page, team, '/agents', { agent_id: 'billing-bot' })
  await signIn(page, team.owner)
  await expect(page.getByRole('button', { name: 'Find or do' })).toBeVisible()
  const choose = async (text: string, name: string) => {
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(/Agent, session id/).fill(text)
    await page.getByRole('option', { name }).click()
  }
  await choose(session_id.slice(0, -4), session_id)
  await expect(page).toHaveURL(`/sessions/${session_id}`)
  await choose('activate bill', 'Activate billing-bot')
  await expect(page.getByText('billing-bot is active. Its page gives you a token.')).toBeVisible()
  await expect(page).toHaveURL('/agents/billing-bot')
  await expect(page.getByText(/(?<!IN)ACTIVE$/).first()).toBeVisible()
  await choose('create', 'Create an agent')
  await expect(page.getByLabel('Agent id')).toBeFocused()
  await choose('dark', 'Switch to the dark theme')
  await expect(page.locator('html')).toHaveClass(/dark/)
  await choose('invite', 'Invite a person')
  await expect(page).toHaveURL('/settings/members#invite-email')
  await choose('sign', 'Sign out')
  await expect(page).toHaveURL(/signin/)
})

test('T11: the palette offers a reader nothing that the role may not do', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  const reader = await invited(page, 'reader')
  const theirs = await (await browser.newContext()).newPage()
  await signIn(theirs, reader)
  await expect(theirs.getByRole('button', { name: 'Find or do' })).toBeVisible()
  await theirs.keyboard.press('Control+k')
  await expect(theirs.getByRole('option', { name: 'customer-support' })).toBeVisible()
  await theirs.getByPlaceholder(/Agent, session id/).fill('customer')
  await expect(theirs.getByRole('option')).toHaveText([/^customer-support/])
  for (const name of ['Create an agent', 'Issue an API key', 'Invite a person', 'Activate customer-support']) {
    await theirs.getByPlaceholder(/Agent, session id/).fill(name)
    await expect(theirs.getByRole('option', { name })).toHaveCount(0)
  }
})

test('an address alone tells of no deletion', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/agents?deleted=customer-support')
  await expect(page.getByText('1 agent', { exact: true })).toBeVisible()
  await expect(page.getByText('was deleted')).toHaveCount(0)
})

test('a list tells that a session is inactive as soon as its countdown is over', async ({ page, browser }) => {
  test.setTimeout(180_000)
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  await post(page, team, '/agents/customer-support/activate', { duration_hours: 1 / 60 })
  await page.goto('/agents')
  const agents = page.getByRole('region', { name: 'Agents' })
  await expect(agents.getByText(/^ACTIVE · expires in/)).toBeVisible()
  await expect(agents.getByText('INACTIVE')).toBeVisible({ timeout: 75_000 })
})

test('an agent’s page follows a memory that is edited elsewhere', async ({ page, browser, request }) => {
  const team = await newTeam(browser)
  const { session_token } = await activate(request, team.apiKey)
  const headers = { 'x-session-token': session_token }
  const memories = '/api/v2/agents/customer-support'
  const stored = await request.post(`${memories}/remember`, { headers, data: { content: 'Ada prefers e-mail.' } })
  const { memory_id } = await stored.json()
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  await expect(page.getByText('Ada prefers e-mail.').first()).toBeVisible()
  const edited = await request.patch(`${memories}/memories/${memory_id}`, { headers, data: { content: 'Ada prefers letters.' } })
  expect(edited.ok()).toBe(true)
  await expect(page.getByText('Ada prefers letters.').first()).toBeVisible({ timeout: 15_000 })
})
