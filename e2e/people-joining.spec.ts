import { randomUUID } from 'node:crypto'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { admin } from './admin'
import { createTeam, newEmail, openAs, PASSWORD, sendSignInForm, type TestTeam } from './people'
import { waitForScripts } from './scripts'

const openPage = async (browser: Browser) => (await browser.newContext()).newPage()

async function openTeam(browser: Browser): Promise<{ page: Page; team: TestTeam }> {
  const team = await createTeam(browser)
  return { team, page: await openAs(browser, team.owner) }
}

/** Creates an invite by the form, and returns its link. */
async function createInviteByForm(page: Page, email: string, role: string): Promise<string> {
  await page.goto('/settings/members')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Role', { exact: true }).first().selectOption(role)
  await page.getByRole('button', { name: 'Create invite link' }).click()
  const notice = page.getByRole('status').filter({ hasText: `Send this link to ${email}` })
  return (await notice.getByText('/invite/').textContent()) ?? ''
}

async function joinWithNewAccount(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account and join' }).click()
  await expect(page).toHaveURL(/\/$/)
}

test('the operator of the running server creates a team: its owner chooses a password, and its key works', async ({ page, request }) => {
  const team = `Team ${randomUUID().slice(0, 8)}`
  const printed = await admin(['bootstrap', '--email', newEmail('owner'), '--team', team, '--agent', 'helper'])
  const [, link = ''] = /Set a password .*: +(http\S+)/.exec(printed) ?? []
  await page.goto(new URL(link).pathname)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Set password and sign in' }).click()
  await expect(page.getByRole('link', { name: 'Agents', exact: true }).first()).toBeVisible()
  const [apiKey] = /mk_live_\S+/.exec(printed) ?? []
  const { agents } = await (await request.get('/api/v2/agents', { headers: { authorization: `Bearer ${apiKey}` } })).json()
  expect(agents).toMatchObject([{ agent_id: 'helper' }])
})

test('an invited person chooses a password, joins the team and sees only what a reader may see', async ({ browser }) => {
  const { page, team } = await openTeam(browser)
  const link = await createInviteByForm(page, newEmail('reader'), 'reader')
  const guest = await openPage(browser)
  await joinWithNewAccount(guest, link, 'Grace')
  await expect(guest.getByRole('link', { name: 'API keys' })).toHaveCount(0)
  await guest.goto('/settings/members')
  await expect(guest.getByText(`People in ${team.name}`)).toBeVisible()
  await expect(guest.getByRole('button', { name: 'Create invite link' })).toHaveCount(0)
  await guest.goto(link)
  await expect(guest.getByText('This invite was already used')).toBeVisible()
})

test('the link of an invite stays when the next invite is refused', async ({ browser }) => {
  const { page, team } = await openTeam(browser)
  const email = newEmail('guest')
  const link = await createInviteByForm(page, email, 'reader')
  await waitForScripts(page)
  await page.getByLabel('E-mail').fill(team.owner.email)
  await page.getByRole('button', { name: 'Create invite link' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  await expect(page.getByText(link)).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue(team.owner.email)
})

test('an invite says when somebody else is signed in, and when it was withdrawn', async ({ browser }) => {
  const { page } = await openTeam(browser)
  const email = newEmail('guest')
  const link = await createInviteByForm(page, email, 'member')
  await page.goto(link)
  await expect(page.getByText('You are signed in as')).toBeVisible()
  await expect(page.getByRole('button', { name: /join/i })).toHaveCount(0)
  await page.goto('/settings/members')
  await page.getByRole('button', { name: `Withdraw invite for ${email}` }).click()
  await expect(page.getByText('No pending invites')).toBeVisible()
  const guest = await openPage(browser)
  await guest.goto(link)
  await expect(guest.getByText('This invite was withdrawn')).toBeVisible()
})

test('a person with an account joins a second team by signing in, and switches between the teams', async ({ browser }) => {
  const { page, team } = await openTeam(browser)
  const other = await createTeam(browser)
  const link = await createInviteByForm(page, other.owner.email, 'admin')
  const guest = await openPage(browser)
  await guest.goto(link)
  await guest.getByLabel('Password').fill(PASSWORD)
  await guest.getByRole('button', { name: 'Sign in and join' }).click()
  await expect(guest).toHaveURL(/\/$/)
  await guest.goto('/account')
  await expect(guest.getByRole('listitem').filter({ hasText: team.name })).toContainText('Current')
  await guest.getByRole('button', { name: `Switch to ${other.name}` }).click()
  await expect(guest).toHaveURL(/\/$/)
  await guest.goto('/account')
  await expect(guest.getByRole('listitem').filter({ hasText: other.name })).toContainText('Current')
})

test('a member gets another role, and is removed by typing the e-mail; their login ends immediately', async ({ browser }) => {
  const { page } = await openTeam(browser)
  const email = newEmail('member')
  const guest = await openPage(browser)
  await joinWithNewAccount(guest, await createInviteByForm(page, email, 'member'), 'Linus')
  await page.goto('/settings/members')
  await page.getByText('Manage Linus').click()
  const entry = page.getByRole('listitem').filter({ hasText: email })
  await entry.getByLabel('Role').selectOption('admin')
  await entry.getByRole('button', { name: 'Change role' }).click()
  await expect(page.getByText('Linus is now an admin.')).toHaveCount(1)
  await expect(entry.getByText(/^[○◆]admin$/)).toBeVisible() // the page shows it before it is undone
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undone. Linus is now a member.')).toHaveCount(1)
  await expect(entry.getByLabel('Role')).toHaveValue('member')
  await entry.getByRole('button', { name: /password/ }).click() // a promotion ends such a link
  await expect(entry.getByText(/\/password\//)).toBeVisible()
  await entry.getByLabel('Role').selectOption('admin')
  await entry.getByRole('button', { name: 'Change role' }).click()
  await expect(page.getByText('Linus is now an admin. Their password reset link no longer works.')).toHaveCount(1)
  const ofLink = page.locator('[data-sonner-toast]').filter({ hasText: 'no longer works' })
  await expect(ofLink.getByRole('button', { name: 'Undo' })).toHaveCount(0, { timeout: 1_000 }) // an Undo goes by itself after 10 s
  await entry.getByLabel(/To remove Linus/).fill('not the e-mail')
  await entry.getByRole('button', { name: 'Remove from team' }).click()
  await expect(entry.getByText("The e-mail doesn't match.").filter({ visible: true })).toBeVisible()
  await entry.getByLabel(/To remove Linus/).fill(email)
  await entry.getByRole('button', { name: 'Remove from team' }).click()
  await expect(page.getByText('1 person')).toBeVisible()
  await expect(page.getByText('Member removed. No sessions were ended.')).toBeVisible()
  await guest.goto('/agents')
  await expect(guest).toHaveURL(/\/signin/)
  await expect(guest.getByRole('main').getByRole('alert')).toContainText('You were signed out.')
  await sendSignInForm(guest, { email, password: PASSWORD })
  await expect(guest.getByText("You're not in a team")).toBeVisible()
})

test('the last owner cannot leave; an owner who transfers the ownership becomes an admin', async ({ browser }) => {
  const { page } = await openTeam(browser)
  await joinWithNewAccount(await openPage(browser), await createInviteByForm(page, newEmail('heir'), 'member'), 'Heir')
  await page.goto('/settings/members')
  await expect(page.getByText('You are the only owner. Transfer the ownership before you leave.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Leave Team / })).toHaveCount(0)
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Transfer ownership…' }).click()
  await dialog.getByRole('button', { name: 'Transfer ownership' }).click()
  await expect(dialog).toBeVisible() // nobody is chosen yet
  await dialog.getByLabel('New owner').selectOption({ label: 'Heir' })
  await dialog.getByRole('button', { name: 'Transfer ownership' }).click()
  await expect(page.getByRole('button', { name: 'Transfer ownership…' })).toHaveCount(0)
  await expect(page.getByRole('listitem').filter({ hasText: '(you)' })).toContainText('admin')
  await expect(page.getByRole('button', { name: /^Leave Team .*…$/ })).toBeVisible()
})
