import { expect, type Page, type Route, test } from '@playwright/test'
import { addMember, createTeam, openAs, signIn, type TestTeam } from './people'
import { openWithScripts } from './scripts'
import { ACTIVE, activate, post } from './team-api'

const field = (page: Page) => page.getByPlaceholder(/^Search agents/)

/** Opens a page as the owner of a new team. */
async function openPortal(page: Page, team: TestTeam): Promise<void> {
  await signIn(page, team.owner)
  await openWithScripts(page, '/account')
}

/** Holds back the requests for a URL. Returns a function that lets them continue, and no longer holds back others. */
async function holdRequests(page: Page, url: string | RegExp): Promise<() => Promise<void>> {
  const held: Route[] = []
  await page.route(url, (route) => void held.push(route))
  return async () => {
    await page.unroute(url)
    await Promise.all(held.map((route) => route.continue().catch(() => undefined))) // the page may have cancelled it
  }
}

test('the palette finds agents and pages by keyboard', async ({ page, browser }) => {
  await openPortal(page, await createTeam(browser))
  await page.keyboard.press('Control+k')
  await page.keyboard.type('customer')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/agents\/customer-support$/)
  await page.getByRole('button', { name: 'Search or run a command' }).click()
  await page.keyboard.type('audit l')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/settings\/audit/)
})

test('Enter waits for the search of what was typed, and does not open a result of an earlier text', async ({ page, browser }) => {
  await openPortal(page, await createTeam(browser))
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: /^customer-support/ })).toBeVisible()
  const release = await holdRequests(page, /\/palette\?q=audit/)
  await page.keyboard.type('audit l')
  await expect(page.getByRole('option')).toHaveText(['Audit log', 'Export audit log'])
  await page.keyboard.press('Enter')
  await expect(field(page)).toBeVisible()
  await release()
  await expect(page).toHaveURL(/\/settings\/audit$/)
})

test('Enter opens the first result even if the results arrive late, and typing on cancels it', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await post(page.request, team, '/agents', { agent_id: 'billing-bot' })
  await openPortal(page, team)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: /^billing-bot/ })).toBeVisible()
  const release = await holdRequests(page, /\/palette\?q=/)
  await page.keyboard.type('bill')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('customer')
  await expect(page.getByRole('option')).toHaveText([/^customer-support/, 'Activate customer-support'])
  await release()
  await expect(page.getByRole('option', { name: /^customer-support/ })).toHaveAttribute('aria-selected', 'true')
  await expect(field(page)).toHaveValue('customer')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/agents\/customer-support$/)
})

test('results that arrive late do not move the selection that was made with the arrow keys', async ({ page, browser }) => {
  const team = await createTeam(browser, 'audit-bot')
  await openPortal(page, team)
  const release = await holdRequests(page, /\/palette\?q=/)
  await page.keyboard.press('Control+k')
  await field(page).fill('audit')
  await page.keyboard.press('ArrowDown')
  const selected = page.getByRole('option', { name: 'Export audit log' })
  await expect(selected).toHaveAttribute('aria-selected', 'true')
  await release()
  await expect(page.getByRole('option', { name: /^audit-bot/ })).toBeVisible()
  await expect(selected).toHaveAttribute('aria-selected', 'true')
})

test('keys that are pressed while the code of the palette is loading are used when it is loaded', async ({ page, browser }) => {
  await openPortal(page, await createTeam(browser))
  await page.getByLabel('Your name').focus()
  const release = await holdRequests(page, /\/_next\/static\/.*\.js/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('audif')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('t l')
  await page.keyboard.press('Enter')
  await expect(field(page)).toHaveCount(0)
  await expect(page.getByLabel('Your name')).not.toHaveValue(/aud/)
  await release()
  await expect(page).toHaveURL(/\/settings\/audit$/)
})

test('what is typed after the palette has opened follows what was typed before', async ({ page, browser }) => {
  await openPortal(page, await createTeam(browser))
  const release = await holdRequests(page, /\/_next\/static\/.*\.js/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('aud')
  await release()
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('it l')
  await expect(field(page)).toHaveValue('audit l')
})

test('a page whose code cannot be loaded, such as after an update of the server, offers to be loaded again', async ({ page, browser }) => {
  await openPortal(page, await createTeam(browser))
  await page.route(/\/_next\/static\/chunks\//, (route) => route.abort())
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('heading', { level: 1, name: 'A part of this page could not be loaded' })).toBeVisible()
  await page.unroute(/\/_next\/static\/chunks\//)
  await page.getByRole('button', { name: 'Reload page' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Account' })).toBeVisible()
})

test('the palette finds a session by the start of its id, and runs actions', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  const { session_id } = await activate(request, team)
  await post(request, team, '/agents', { agent_id: 'billing-bot' })
  await openPortal(page, team)
  const choose = async (text: string, name: string) => {
    await page.keyboard.press('Control+k')
    await field(page).fill(text)
    await page.getByRole('option', { name }).click()
  }
  await choose(session_id.slice(0, -4), session_id)
  await expect(page).toHaveURL(`/sessions/${session_id}`)
  await choose('activate bill', 'Activate billing-bot')
  await expect(page.getByText('billing-bot is active. Open it to copy a token.')).toBeVisible()
  await expect(page).toHaveURL('/agents/billing-bot')
  await expect(page.getByText(ACTIVE).first()).toBeVisible()
  for (const _time of ['first', 'again']) {
    await choose('create', 'Create agent')
    await expect(page.getByLabel('Agent id')).toBeFocused()
    await expect(page).toHaveURL('/agents')
    await page.keyboard.press('Escape')
    await expect(page.getByLabel('Agent id')).toHaveCount(0)
  }
  await choose('create', 'Create API key')
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await choose('dark', 'Use dark theme')
  await expect(page.locator('html')).toHaveClass(/dark/)
  await choose('invite', 'Invite people')
  await expect(page).toHaveURL('/settings/members#invite-email')
  await choose('sign', 'Sign out')
  await expect(page).toHaveURL(/signin/)
})

test('the start of the word activate is enough to activate an agent', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await post(page.request, team, '/agents', { agent_id: 'billing-bot' })
  await openPortal(page, team)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('acti')
  await expect(page.getByRole('option')).toHaveText(['Activate an agent…'])
  await page.keyboard.press('Enter')
  await expect(field(page)).toHaveValue('activate ')
  await expect(page.getByRole('option', { name: 'Activate customer-support' })).toBeVisible()
  await page.keyboard.type('bill')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/agents/billing-bot')
  await expect(page.getByText(ACTIVE).first()).toBeVisible()
})

test('a text that is too long to be searched finds no agent', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await post(request, team, '/agents', { agent_id: 'sleepy' })
  await signIn(page, team.owner)
  await openWithScripts(page, '/account')
  await page.keyboard.press('Control+k')
  const searching = page.waitForResponse(/q=x{101}&/)
  await page.getByPlaceholder(/^Search agents/).fill(`activate ${'x'.repeat(101)}`)
  expect(await (await searching).json()).toEqual({ agents: [], sessions: [] })
  await expect(page.getByText('No results.')).toBeVisible()
})

test('the palette offers a reader nothing that the role may not do', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const readerPage = await openAs(browser, await addMember(page, 'reader'))
  await openWithScripts(readerPage, '/account')
  await readerPage.keyboard.press('Control+k')
  await expect(readerPage.getByRole('option', { name: 'customer-support' })).toBeVisible()
  await field(readerPage).fill('customer')
  await expect(readerPage.getByRole('option')).toHaveText([/^customer-support/])
  for (const name of ['Activate an agent', 'Create agent', 'Create API key', 'Invite people', 'Activate customer-support']) {
    await field(readerPage).fill(name)
    await expect(readerPage.getByRole('option', { name })).toHaveCount(0)
  }
})
