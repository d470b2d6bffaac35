import { type Browser, expect, type Page, test } from '@playwright/test'
import { submitForm } from './forms'
import { openKey } from './keys'
import { createAnotherTeam, createInvite, createTeam, newEmail, openAs, PASSWORD, signIn, type TestTeam } from './people'
import { openDialog, openWithScripts } from './scripts'
import { activate, post } from './team-api'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

/** Signs the owner of a new team in on a page and in another browser. */
async function signInTwice(browser: Browser, page: Page): Promise<{ team: TestTeam; other: Page }> {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  return { team, other: await openAs(browser, team.owner) }
}

test("when two people rotate a key at the same time, one gets an error and the other's new secret works", async ({
  page,
  browser,
  request,
}) => {
  const { other } = await signInTwice(browser, page)
  for (const each of [page, other]) {
    await openKey(each, 'First key')
    await each.getByLabel('Rotate First key', { exact: true }).click()
  }
  await page.getByRole('button', { name: 'Rotate key First key' }).click()
  await page.getByRole('button', { name: 'Copy key' }).click()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Done' })).toBeVisible()
  const key = await page.evaluate(() => navigator.clipboard.readText())
  await other.getByRole('button', { name: 'Rotate key First key' }).click()
  await expect(other.getByRole('dialog').getByRole('alert')).toContainText('Someone else just rotated this key')
  expect((await request.get('/api/v2/agents', { headers: { authorization: `Bearer ${key}` } })).status()).toBe(200)
})

test('when an agent is deleted while its page or panel is open, both say that it does not exist', async ({ page, browser }) => {
  const { team, other } = await signInTwice(browser, page)
  await activate(page.request, team)
  await page.goto('/agents')
  await page.getByRole('region', { name: 'Agents' }).getByRole('link', { name: 'customer-support', exact: true }).click()
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'customer-support' })).toBeVisible()
  await other.goto('/agents/customer-support')
  await other.getByText('Get a session token…').click()
  const deleted = await page.request.delete('/api/v2/agents/customer-support', { headers: { authorization: `Bearer ${team.apiKey}` } })
  expect(deleted.ok()).toBe(true)
  await page.reload()
  await expect(page.getByRole('dialog').getByText('It may have been deleted, or belong to another of your teams.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('No agents yet')).toBeVisible()
  await expect(other.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible()
})

test('after a refusal the page shows what is so now, even a paused one', async ({ page, browser }) => {
  const { team, other } = await signInTwice(browser, page)
  await activate(page.request, team)
  await page.goto('/agents/customer-support')
  await page.getByRole('switch', { name: 'Live updates' }).click()
  await other.goto('/agents/customer-support')
  const deactivation = await openDialog(other, 'Deactivate…')
  await deactivation.getByRole('button', { name: 'Deactivate' }).click()
  await expect(other.getByText('Session deactivated.')).toBeVisible()
  await page.getByRole('button', { name: 'Extend by 6 h' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This agent has no session to extend.')
  await expect(page.getByText('Inactive. Memories are kept')).toBeVisible()
  await page.getByRole('button', { name: 'Activate' }).click()
  await expect(page.getByText('Session started.')).toBeVisible()
  await expect(page.getByText('This agent has no session to extend.')).toHaveCount(0)
})

/** What a page does to the session of customer-support: where, and what is opened before the button is pressed. */
const ON_SHOWN_SESSION: Record<string, (session: string) => { path: string; open?: string[]; button: string }> = {
  'extending on the page of the agent': () => ({ path: '/agents/customer-support', button: 'Extend by 6 h' }),
  'deactivating on the page of the agent': () => ({ path: '/agents/customer-support', open: ['Deactivate…'], button: 'Deactivate' }),
  'restarting on the page of the agent': () => ({
    path: '/agents/customer-support',
    open: ['More actions', 'Restart session…'],
    button: 'Restart session',
  }),
  'extending in the list of agents': () => ({ path: '/agents', open: ['Actions for customer-support'], button: 'Extend by 1 h' }),
  'deactivating in the list of agents': () => ({
    path: '/agents',
    open: ['Actions for customer-support', 'Deactivate…'],
    button: 'Deactivate',
  }),
  'extending on the page of the session': (session) => ({ path: `/sessions/${session}`, button: 'Extend by 6 h' }),
  'extending in the list of sessions': () => ({
    path: '/sessions',
    open: ['Actions for customer-support’s session'],
    button: 'Extend by 1 h',
  }),
  'extending on the dashboard': () => ({ path: '/', button: 'Extend customer-support by 6 h' }),
}

test('what a paused page does to a session leaves the session alone that has replaced it', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  for (const [act, where] of Object.entries(ON_SHOWN_SESSION))
    await test.step(act, async () => {
      const { path, open = [], button } = where((await activate(page.request, team)).session_id)
      await openWithScripts(page, path)
      await page.getByRole('switch', { name: 'Live updates' }).click()
      await post(page.request, team, '/agents/customer-support/deactivate')
      const current = await activate(page.request, team)
      for (const name of open)
        await page
          .getByRole('button', { name, exact: true })
          .or(page.getByText(name, { exact: true }))
          .first()
          .click()
      await page.getByRole('button', { name: button, exact: true }).click()
      await expect(
        page.getByText('The session on your page has ended, and the agent has a new one. Nothing was changed.').first(),
      ).toBeVisible()
      const { session_id, expires_at } = current
      expect(await activate(page.request, team)).toMatchObject({ session_id, expires_at }) // it joins what is open
    })
})

test('when the row of a refused form has gone meanwhile, a toast says why it was refused', async ({ page, browser }) => {
  const { other } = await signInTwice(browser, page)
  await page.goto('/settings/members')
  await page.getByLabel('E-mail', { exact: true }).fill('guest@example.com')
  await page.getByRole('button', { name: 'Create invite link' }).click()
  await expect(page.getByText('Send this link to guest@example.com')).toBeVisible()
  await other.goto('/settings/members')
  const withdraw = (each: Page) => each.getByRole('button', { name: 'Withdraw invite for guest@example.com' })
  await withdraw(other).click()
  await expect(other.getByText('No pending invites')).toBeVisible()
  await withdraw(page).click()
  await expect(page.getByText('No pending invites')).toBeVisible()
  await expect(page.getByText('This invite is no longer pending.')).toHaveCount(1)
})

test('the focus stays on the button or moves to the new link; when the row disappears, it moves to the page', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await activate(page.request, team)
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  await page.getByRole('button', { name: 'Extend by 6 h' }).press('Enter')
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Extend by 6 h' })).toBeFocused()
  await openKey(page, 'First key')
  await page.getByLabel('Rotate First key', { exact: true }).click()
  await page.getByRole('button', { name: 'Rotate key First key' }).press('Enter')
  await page.getByRole('button', { name: 'Close anyway' }).press('Enter')
  await expect(page.getByLabel('Rotate First key', { exact: true })).toBeFocused()
  await page.goto('/settings/members')
  await page.getByLabel('E-mail', { exact: true }).fill('guest@example.com')
  await page.getByLabel('E-mail', { exact: true }).press('Enter')
  await expect(page.getByRole('button', { name: 'Copy invite link' })).toBeFocused()
  await page.getByRole('button', { name: 'Withdraw invite for guest@example.com' }).press('Enter')
  await expect(page.getByText('No pending invites')).toBeVisible()
  await expect(page.getByText('Send this link to guest@example.com')).toHaveCount(0)
  await expect(page.getByRole('main')).toBeFocused()
})

test('when an invite is withdrawn while it is accepted, the person either joins or sees that the link does not work', async ({
  page,
  browser,
}) => {
  await signInTwice(browser, page)
  const email = newEmail('guest')
  const path = await createInvite(page, 'member', email)
  await page.goto('/settings/members')
  const guest = await (await browser.newContext()).newPage()
  await guest.goto(path)
  await guest.getByLabel('Your name').fill('Linus')
  await guest.getByLabel('Password').fill(PASSWORD)
  await Promise.all([
    guest.getByRole('button', { name: /join/ }).click(),
    page.getByRole('button', { name: `Withdraw invite for ${email}` }).click(),
  ])
  const joined = guest.getByRole('heading', { level: 1, name: /^Team / })
  const refused = guest.getByText(/withdrawn|no longer works/).first()
  await expect(joined.or(refused)).toBeVisible()
  const members = (await joined.isVisible()) ? '2 people' : '1 person'
  await page.reload()
  await expect(page.getByText(members)).toBeVisible()
  await expect(page.getByText('No pending invites')).toBeVisible()
})

/** A person with two teams, each with an agent customer-support. The second one is shown. Returns pages of one browser and a function that switches. */
async function openTwoTeams(browser: Browser, options: object = {}) {
  const team = await createTeam(browser)
  const other = await openAs(browser, team.owner, options)
  await createAnotherTeam(other, 'A second team')
  await submitForm(other.request, '/agents', { agent_id: 'customer-support' })
  const page = await other.context().newPage()
  const switchTo = async (name: string) => {
    await other.goto('/account')
    await other.getByRole('button', { name: `Switch to ${name}` }).click()
    await expect(other).toHaveURL(/\/$/)
  }
  return { team, page, other, switchTo }
}

test('a form does nothing in a team that another tab has switched to, and works after switching back', async ({ browser }) => {
  const { team, page, other, switchTo } = await openTwoTeams(browser)
  await switchTo(team.name)
  await openWithScripts(page, '/agents/customer-support/settings')
  const deletion = await openDialog(page, 'Delete agent…')
  await deletion.getByLabel('Type customer-support to confirm').fill('customer-support')
  await switchTo('A second team')
  await deletion.getByRole('button', { name: 'Delete agent' }).click()
  await expect(deletion.getByRole('alert')).toContainText('You switched to the team A second team meanwhile. Nothing was changed.')
  await page.waitForResponse((response) => response.url().includes('change-version') && response.status() === 204)
  await expect(deletion.getByLabel('Type customer-support to confirm')).toHaveValue('customer-support')
  await other.goto('/agents/customer-support')
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('customer-support')
  await switchTo(team.name)
  await deletion.getByRole('button', { name: 'Delete agent' }).click()
  await expect(page).toHaveURL(/\/agents(\?|$)/)
  await switchTo('A second team')
  await other.goto('/agents/customer-support')
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('customer-support')
  await page.context().close()
})

test('a link that is followed after another tab has switched shows the other team around its page, too, and its forms work', async ({
  browser,
}) => {
  const { team, page, switchTo } = await openTwoTeams(browser)
  await switchTo(team.name)
  await openWithScripts(page, '/agents')
  await switchTo('A second team')
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'Members' }).click()
  await expect(page.getByRole('button', { name: 'A second team, teams' })).toBeVisible()
  await page.getByLabel('E-mail', { exact: true }).fill('guest@example.com')
  await page.getByRole('button', { name: 'Create invite link' }).click()
  await expect(page.getByText('Send this link to guest@example.com')).toBeVisible()
  await page.context().close()
})

test('without JavaScript a form of the team before leads to a page that says why nothing was changed', async ({ browser }) => {
  const { team, page, other, switchTo } = await openTwoTeams(browser, { javaScriptEnabled: false })
  await page.goto('/agents/customer-support/settings')
  await switchTo(team.name)
  await page.getByText('Delete agent…').click()
  await page.getByLabel('Type customer-support to confirm').fill('customer-support')
  await page.getByRole('button', { name: 'Delete agent', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This form belongs to another team than the one that is shown now')
  await other.goto('/agents/customer-support')
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('customer-support')
  await page.context().close()
})

const PAGES_WITH_FILES = [
  '/memories',
  '/agents/customer-support',
  '/sessions',
  '/summaries',
  '/summaries/days',
  '/summaries/compare',
  '/settings/audit',
]
const OTHER_FILE = 'This file belongs to another team than the one that is shown now'

test('no file of another team is downloaded from a page, without JavaScript too, and a link without a team has the present one', async ({
  browser,
}) => {
  const { team, page, switchTo } = await openTwoTeams(browser, { javaScriptEnabled: false })
  const links: string[] = []
  for (const path of PAGES_WITH_FILES) {
    await page.goto(path)
    const found = await page.locator('a[href*="/export"]').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
    expect(found.length, path).toBe(path === '/memories' ? 3 : 1)
    links.push(...found)
  }
  const isFile = async (link: string) => (await page.request.get(link)).headers()['content-disposition']?.startsWith('attachment') ?? false
  for (const link of links) expect(await isFile(link), link).toBe(true)
  await page.goto('/sessions?state=ended')
  await switchTo(team.name)
  for (const link of links) {
    const refused = await page.request.get(link)
    expect(new URL(refused.url()).pathname, link).toBe('/refused')
    expect(await refused.text(), link).toContain(OTHER_FILE)
    const unknown = await page.request.get(link.replace(/shown_team=[^&]+/, 'shown_team=11111111-1111-4111-8111-111111111111'))
    expect(unknown.url(), link).toBe(refused.url())
    expect(await isFile(link.replace(/[?&]shown_team=[^&]+/, '')), link).toBe(true)
  }
  await page.getByRole('link', { name: 'Export CSV' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(OTHER_FILE)
  await switchTo('A second team')
  await page.goBack()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export CSV' }).click()])
  expect(file.suggestedFilename()).toBe('memanto-sessions.csv')
  await page.context().close()
})

test('after another tab has switched teams, fields offer no agents of the other team and the palette downloads none of its data', async ({
  browser,
}) => {
  const { team, page, other, switchTo } = await openTwoTeams(browser)
  await submitForm(other.request, '/agents', { agent_id: 'second-agent' })
  await switchTo(team.name)
  await openWithScripts(page, '/sessions')
  const field = page.getByRole('combobox', { name: 'Agent', exact: true })
  await field.fill('customer')
  await expect(page.getByRole('option', { name: 'customer-support' })).toBeVisible()
  await switchTo('A second team')
  await field.fill('second')
  await expect(page.getByText('You switched to the team A second team meanwhile. Nothing was searched.')).toBeVisible()
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('export audit')
  await page.getByRole('option', { name: 'Export audit log' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(OTHER_FILE)
  await page.context().close()
})
