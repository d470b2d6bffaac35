import { type Browser, expect, type Page, test } from '@playwright/test'
import { activate, newTeam, signIn, type TestTeam } from './people'

test.describe.configure({ timeout: 90_000 })

const sessionTable = (page: Page) => page.getByRole('region', { name: 'Sessions', exact: true })
const panel = (page: Page) => page.getByRole('dialog')

async function post(page: Page, { apiKey }: TestTeam, path: string, data: object = {}): Promise<Record<string, string>> {
  const response = await page.request.post(`/api/v2${path}`, { headers: { authorization: `Bearer ${apiKey}` }, data })
  expect(response.ok(), `${path} should have prepared a test`).toBe(true)
  return response.json()
}

/** An active session of each new agent; their ids, in the order of the list: latest first. */
async function sessionsOf(page: Page, team: TestTeam, agents: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const agent of agents) ids.unshift((await post(page, team, `/agents/${agent}/activate`, { create: true })).session_id ?? '')
  return ids
}

async function withoutScripts(browser: Browser, team: TestTeam): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await signIn(page, team.owner)
  return page
}

test('each choice of a filter tells how many rows it would give beside the other filters', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await sessionsOf(page, team, ['one', 'two', 'three'])
  await post(page, team, '/agents/three/deactivate')
  await signIn(page, team.owner)
  await page.goto('/sessions')
  await expect(page.getByLabel('State').getByRole('option')).toHaveText(['Any', 'Active (2)', 'Expiring soon (0)', 'Inactive (1)'])
  await page.goto('/sessions?status=active')
  await expect(page.getByLabel('End reason').getByRole('option', { name: 'deactivated' })).toHaveText('deactivated (0)')
  await expect(page.getByLabel('State').getByRole('option', { name: 'Inactive' })).toHaveText('Inactive (1)')
  await page.goto('/agents')
  await expect(page.getByRole('search').getByLabel('Pattern').getByRole('option').nth(1)).toHaveText('Support (4)')
  await page.getByRole('search').getByLabel('Status').selectOption('Active (2)')
  await page.getByRole('search').getByLabel('Pattern').selectOption('Support (4)')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/pattern=support/)
  await expect(page.getByText('2 agents found')).toBeVisible()
  await expect(page.getByRole('search').getByLabel('Status').getByRole('option', { name: 'Inactive' })).toHaveText('Inactive (2)')
})

test('a row opens a panel that the address holds; keys go on, close it, and give the focus back', async ({ page, browser }) => {
  const team = await newTeam(browser)
  const [latest, middle, oldest] = await sessionsOf(page, team, ['one', 'two', 'three'])
  await signIn(page, team.owner)
  await page.goto('/sessions?status=active')
  const row = (id: string | undefined) => sessionTable(page).getByRole('link', { name: id })
  await row(latest).click()
  await expect(page).toHaveURL(`/sessions?status=active&peek=${latest}`)
  await expect(panel(page).getByRole('heading', { name: 'Session of three' })).toBeVisible()
  await expect(panel(page).getByText('Activated')).toBeVisible()
  await page.keyboard.press('j')
  await expect(panel(page).getByRole('heading', { name: 'Session of two' })).toBeVisible()
  await panel(page).getByRole('link', { name: 'Next row' }).click()
  await expect(panel(page).getByRole('heading', { name: 'Session of one' })).toBeVisible()
  await expect(panel(page).getByRole('button', { name: 'Next row' })).toBeDisabled()
  await page.keyboard.press('k')
  await expect(page).toHaveURL(`/sessions?status=active&peek=${middle}`)
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)
  await expect(page).toHaveURL('/sessions?status=active')
  await expect(row(middle)).toBeFocused()
  await page.keyboard.press('j')
  await expect(row(oldest)).toBeFocused()
  await page.keyboard.press('Enter')
  await panel(page).getByRole('link', { name: 'Open the full page' }).click()
  await expect(page).toHaveURL(`/sessions/${oldest}`)
})

test('keys do nothing while somebody types; "?" tells of them', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await sessionsOf(page, team, ['one'])
  await signIn(page, team.owner)
  await page.goto('/sessions')
  await expect(page.getByRole('button', { name: 'Keyboard keys' })).toBeVisible()
  const field = page.getByLabel('Agent', { exact: true })
  await field.click()
  await field.pressSequentially('jk?')
  await expect(field).toHaveValue('jk?')
  await expect(field).toBeFocused()
  await expect(panel(page)).toHaveCount(0)
  await field.blur()
  await page.keyboard.press('?')
  await expect(panel(page).getByRole('heading', { name: 'Keyboard keys' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)
})

test('a held key opens the full page beside the list; the panel of an agent tells of its session', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await sessionsOf(page, team, ['support-1'])
  await signIn(page, team.owner)
  await page.goto('/agents')
  const row = page.getByRole('region', { name: 'Agents' }).getByRole('link', { name: 'support-1' })
  const opening = page.context().waitForEvent('page')
  await row.click({ modifiers: ['ControlOrMeta'] })
  await expect(await opening).toHaveURL('/agents/support-1')
  await expect(page).toHaveURL('/agents')
  await row.click()
  await expect(page).toHaveURL('/agents?peek=support-1')
  await expect(panel(page).getByText(/(?<!IN)ACTIVE$/)).toBeVisible()
  await panel(page).getByRole('link', { name: 'Close the panel' }).click()
  await expect(row).toBeFocused()
})

test('without JavaScript a row leads to the full page, and a panel’s address still shows the panel', async ({ page, browser }) => {
  const team = await newTeam(browser)
  const [id] = await sessionsOf(page, team, ['one'])
  const plain = await withoutScripts(browser, team)
  await plain.goto('/sessions')
  await sessionTable(plain).getByRole('link', { name: id }).click()
  await expect(plain).toHaveURL(`/sessions/${id}`)
  await plain.goto(`/sessions?peek=${id}`)
  await expect(panel(plain).getByRole('heading', { name: 'Session of one' })).toBeVisible()
})

test('T36: the panel shows nothing of another team', async ({ page, browser, request }) => {
  const { session_id } = await activate(request, (await newTeam(browser, 'their-agent')).apiKey, 'their-agent')
  await signIn(page, (await newTeam(browser)).owner)
  for (const path of [`/sessions?peek=${session_id}`, '/agents?peek=their-agent', '/agents?peek=their_agent']) {
    await page.goto(path)
    await expect(panel(page).getByRole('heading', { name: 'Nothing is here' }), path).toBeVisible()
    await expect(panel(page).getByText('Activated')).toHaveCount(0)
  }
})

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
  await expect(page).toHaveURL(`/sessions?range=custom&from=${day(3)}&to=${day(0)}`)
  await expect(sessionTable(page).getByRole('row')).toHaveCount(2)
  await page.goto('/')
  await days.last().focus()
  await page.keyboard.press('ArrowLeft')
  await expect(days.nth(28)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/sessions?range=custom&from=${day(1)}&to=${day(1)}`)
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
