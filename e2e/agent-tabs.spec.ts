import { expect, type Page, test } from '@playwright/test'
import { addMember, createTeam, openAs, signIn } from './people'
import { openWithScripts } from './scripts'
import { activate, post, remember, sessionTable } from './team-api'

const AGENT = '/agents/customer-support'
const TABS = ['Overview', 'Memories', 'Sessions', 'Activity', 'Settings']
const tabs = (page: Page) => page.getByRole('navigation', { name: 'customer-support' })
const tab = (page: Page, name: string) => tabs(page).getByRole('link', { name, exact: true })

for (const javaScriptEnabled of [true, false])
  test(`the tabs of an agent are links, and the current one is marked (${javaScriptEnabled ? 'with' : 'without'} JavaScript)`, async ({
    browser,
  }) => {
    const page = await openAs(browser, (await createTeam(browser)).owner, { javaScriptEnabled, viewport: { width: 360, height: 740 } })
    await page.goto(AGENT)
    await expect(tabs(page).getByRole('link')).toHaveText(TABS)
    for (const name of TABS.toReversed()) {
      await tab(page, name).click()
      await expect(page).toHaveURL(name === 'Overview' ? AGENT : `${AGENT}/${name.toLowerCase()}`)
      await expect(tabs(page).locator('[aria-current=page]')).toHaveText(name)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('customer-support')
    }
    await page.context().close()
  })

test('the tabs are reached and followed with the keyboard; on a phone the current one is in sight', async ({ browser }) => {
  const page = await openAs(browser, (await createTeam(browser)).owner, { viewport: { width: 360, height: 740 } })
  await openWithScripts(page, `${AGENT}/settings`)
  await expect(tab(page, 'Settings')).toBeInViewport({ ratio: 1 })
  await tab(page, 'Memories').focus()
  await page.keyboard.press('Tab')
  await expect(tab(page, 'Sessions')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${AGENT}/sessions`)
  await expect(page.getByText('No sessions yet')).toBeVisible()
  await page.context().close()
})

test('the memories of an agent are searched and filtered on its tab, and those of others are not among them', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await remember(page.request, await activate(page.request, team), { content: 'Ada likes kites', type: 'preference' })
  await remember(page.request, await activate(page.request, team), { content: 'The invoice is due on Monday.' })
  await remember(page.request, await activate(page.request, team, 'billing-bot'), { content: 'Bob likes kites too' }, 'billing-bot')
  await signIn(page, team.owner)
  await page.goto(`${AGENT}/memories?agent_id=billing-bot`)
  await expect(page.getByText('2 memories', { exact: true })).toBeVisible()
  await expect(page.getByRole('search').getByLabel('Agent', { exact: true })).toHaveCount(0)
  await expect(page.getByText('Bob likes kites too')).toHaveCount(0)
  await page.getByLabel('Search memories').fill('who likes kites')
  await page.getByLabel('Search memories').press('Enter')
  await expect(page).toHaveURL(/\/agents\/customer-support\/memories\?q=who/)
  const row = page.getByRole('listitem').filter({ hasText: 'Ada likes kites' })
  await row.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/agents\/customer-support\/memories\?q=who.*&peek=mem_/)
  await page.getByRole('dialog').getByRole('link', { name: 'Close panel' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page).toHaveURL(/\/agents\/customer-support\/memories\?q=who/)
  await openWithScripts(page, `${AGENT}/memories?type=event`)
  await page.getByRole('link', { name: 'Show all memories' }).click()
  await expect(page).toHaveURL(`${AGENT}/memories`)
})

test('the sessions of an agent are filtered on its tab, and several can be ended there', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await activate(page.request, team)
  await post(page.request, team, '/agents/customer-support/deactivate')
  await activate(page.request, team)
  await activate(page.request, team, 'billing-bot')
  await signIn(page, team.owner)
  await openWithScripts(page, `${AGENT}/sessions`)
  const rows = sessionTable(page).locator('tbody').getByRole('row')
  await expect(rows).toHaveCount(2)
  await page
    .getByRole('list', { name: 'State' })
    .getByRole('link', { name: /^Active/ })
    .click()
  await expect(page).toHaveURL(`${AGENT}/sessions?status=active`)
  await expect(rows).toHaveCount(1)
  await page.getByLabel('Select customer-support’s session').check()
  await page.getByText('End selected…').click()
  await page.getByRole('button', { name: 'End selected sessions' }).click()
  await expect(page.getByText(/^1 session ended/)).toBeVisible()
  await page.goto('/sessions?status=active')
  await expect(rows).toHaveCount(1)
})

test('the activity shows sessions and, to those who may read it, the audit log; it follows what happens', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const session = await activate(page.request, team)
  await post(page.request, { session_token: session.session_token }, '/session/extend', { hours: 2 })
  await signIn(page, team.owner)
  await openWithScripts(page, `${AGENT}/activity`)
  const rows = page.getByRole('list', { name: 'Activity' }).getByRole('listitem')
  await expect(rows).toHaveCount(3)
  for (const [index, text] of ['Extended by 2 h', 'Activated', 'Created agent customer-support'].entries())
    await expect(rows.nth(index)).toContainText(text)
  await post(page.request, team, '/agents/customer-support/deactivate')
  await expect(rows.first()).toContainText('Ended · deactivated')
  await rows
    .filter({ hasText: /Activated/ })
    .getByRole('link')
    .click()
  await expect(page).toHaveURL(`/sessions/${session.session_id}`)
  const reader = await openAs(browser, await addMember(page, 'reader'))
  await reader.goto(`${AGENT}/activity`)
  await expect(reader.getByRole('list', { name: 'Activity' }).getByRole('listitem')).toHaveCount(3)
  await expect(reader.getByText('Created agent')).toHaveCount(0)
  await expect(reader.getByText('which owners and admins can read')).toBeVisible()
  await reader.context().close()
})

test('an agent on legal hold cannot be deleted, and Undo ends the hold', async ({ page, browser }) => {
  await signIn(page, (await createTeam(browser)).owner)
  await openWithScripts(page, `${AGENT}/settings`)
  await page.getByRole('button', { name: 'Put on legal hold' }).click()
  await expect(page.getByText('Agent put on legal hold.')).toBeVisible()
  await expect(page.getByText('An agent on legal hold cannot be deleted.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Delete agent…')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Put on legal hold' })).toBeVisible()
})

test('a member sees the legal hold and cannot change it; a reader sees the values and cannot change them', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const [member, reader] = [await addMember(page, 'member'), await addMember(page, 'reader')]
  for (const person of [member, reader]) {
    const view = await openAs(browser, person)
    await view.goto(`${AGENT}/settings`)
    await expect(view.getByText('Owners and admins can change it.')).toBeVisible()
    await expect(view.getByRole('button', { name: 'Save changes' })).toHaveCount(person === member ? 1 : 0)
    await expect(view.getByRole('textbox')).toHaveCount(person === member ? 2 : 0)
    await view.context().close()
  }
})

test('a session is restarted from the menu, and the menu leads to what belongs to the agent', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const { session_id } = await activate(page.request, team)
  await signIn(page, team.owner)
  await openWithScripts(page, `${AGENT}/activity`)
  await page.getByRole('button', { name: 'More actions' }).click()
  const menu = page.getByRole('dialog', { name: 'More actions' })
  await menu.getByText('Restart session…').click()
  await menu.getByRole('button', { name: 'Restart session', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Session token' })).toBeVisible()
  await page.goto(AGENT)
  await expect(page.getByRole('link', { name: 'View timeline' })).not.toHaveAttribute('href', `/sessions/${session_id}`)
  await page.getByRole('button', { name: 'More actions' }).click()
  await menu.getByRole('link', { name: 'Requests' }).click()
  await expect(page).toHaveURL('/settings/requests?agent=customer-support')
})

test('the panel of a memory shows which sessions recalled it, with links to the recalls', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const session = await activate(page.request, team)
  const { memory_id } = await remember(page.request, session, { content: 'Ada prefers e-mail.' })
  await signIn(page, team.owner)
  await page.goto(`/memories/${memory_id}`)
  await expect(page.getByText('Recalled by')).toHaveCount(0)
  for (let times = 0; times < 2; times++)
    await post(page.request, { session_token: session.session_token }, `${AGENT}/recall`, { query: 'how to reach Ada' })
  for (const path of [`/memories/${memory_id}`, `${AGENT}/memories?peek=${memory_id}`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: 'Recalled by (1 session)' })).toBeVisible()
    await expect(page.getByRole('listitem').getByText('2 times, last')).toBeVisible()
  }
  await page.getByRole('link', { name: `customer-support session …${session.session_id.slice(-5)}` }).click()
  await expect(page).toHaveURL(new RegExp(`/sessions/${session.session_id}\\?event=\\d+#event-\\d+$`))
  await expect(page.getByText('Recalled 1 memory').first()).toBeVisible()
})
