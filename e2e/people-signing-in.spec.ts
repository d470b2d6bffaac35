import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { accessibilityFindings } from './accessibility'
import { type Credentials, createAnotherTeam, createTeam, openAs, openUserMenu, sendSignInForm, signInByForm } from './people'

const openPage = async (browser: Browser) => (await browser.newContext()).newPage()

async function openByForm(browser: Browser, person: Credentials): Promise<Page> {
  const page = await openPage(browser)
  await signInByForm(page, person)
  return page
}

test('a wrong password and an unknown e-mail get the same message, and the e-mail stays in the form', async ({ browser, page }) => {
  const { owner } = await createTeam(browser)
  await page.goto('/signin')
  for (const email of [owner.email, 'nobody@example.com']) {
    await sendSignInForm(page, { email, password: 'not the password' })
    await expect(page.getByText('Wrong e-mail or password.')).toBeVisible()
    await expect(page.getByLabel('E-mail')).toHaveValue(email)
  }
})

test('signing in continues to the requested page, and never to another site', async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const page = await openPage(browser)
  await page.goto('/settings/members')
  await expect(page).toHaveURL(/\/signin\?next=/)
  await sendSignInForm(page, owner)
  await expect(page).toHaveURL(/\/settings\/members$/)
  const other = await openPage(browser)
  await other.goto('/signin?next=//evil.example/')
  await sendSignInForm(other, owner)
  await expect(other).toHaveURL(/localhost:\d+\/$/)
})

test('a password that is typed can be shown, and a refused form is without it and hides it again', async ({ browser, page }) => {
  const { owner } = await createTeam(browser)
  await page.goto('/signin')
  const [field, show] = [page.getByLabel('Password'), page.getByRole('button', { name: 'Show password' })]
  await field.fill('not the password')
  await show.click()
  await expect(field).toHaveAttribute('type', 'text')
  await show.click()
  await expect(field).toHaveAttribute('type', 'password')
  await show.click()
  await expect(show).toHaveAttribute('aria-pressed', 'true')
  await expect(field).toHaveValue('not the password')
  expect(await accessibilityFindings(page)).toEqual([])
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Wrong e-mail or password.')).toBeVisible()
  await expect(field).toHaveValue('')
  await expect(field).toHaveAttribute('type', 'password')
  await expect(show).toHaveAttribute('aria-pressed', 'false')
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await plain.goto('/signin')
  await expect(plain.getByRole('button')).toHaveText(['Sign in'])
})

test('signing in works without JavaScript', async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/settings/members')
  await sendSignInForm(page, owner)
  await expect(page).toHaveURL(/\/settings\/members$/)
  await expect(page.getByRole('button', { name: 'Create invite link' })).toBeVisible()
})

test('changing the password ends all other logins; signing out everywhere ends all', async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const [here, there] = [await openByForm(browser, owner), await openByForm(browser, owner)]
  await here.goto('/account')
  await here.getByLabel('Current password').fill(owner.password)
  await here.getByLabel('New password').fill('another long password')
  await here.getByRole('button', { name: 'Change password' }).click()
  await expect(here.getByText('Password changed.')).toBeVisible()
  await there.goto('/agents')
  await expect(there).toHaveURL(/\/signin/)
  await signInByForm(there, { email: owner.email, password: 'another long password' })
  await here.goto('/account')
  await here.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(here).toHaveURL(/\/signin$/)
  await there.goto('/agents')
  await expect(there).toHaveURL(/\/signin/)
})

test('an owner creates another team, which is then shown', async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const page = await openAs(browser, owner)
  await createAnotherTeam(page, 'A second team')
  await page.goto('/account')
  await expect(page.getByRole('listitem').filter({ hasText: 'A second team' })).toContainText('Current')
})

test('after setup, the setup page and made-up links say that they do not work', async ({ browser, page }) => {
  await createTeam(browser)
  for (const path of ['/setup?token=guess', '/setup', '/invite/guess', '/invite/password/guess']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('does not work')
  }
})

/** A client address, sent as a proxy sends it: attempts are counted by address. */
const newAddress = () => `203.0.113.${1 + Math.floor(Math.random() * 254)}`

/** Tries wrong passwords at NextAuth's sign-in path. Returns the statuses. */
async function tryWrongPasswords(context: BrowserContext, email: string, times: number): Promise<number[]> {
  const { csrfToken } = await (await context.request.get('/api/auth/csrf')).json()
  const form = { csrfToken, email, password: 'not the password', json: 'true' }
  const statuses: number[] = []
  for (let attempt = 0; attempt < times; attempt++)
    statuses.push((await context.request.post('/api/auth/callback/credentials', { form })).status())
  return statuses
}

test('too many wrong passwords are refused at both sign-in paths, but not in a browser that has signed in before', async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const extraHTTPHeaders = { 'x-forwarded-for': newAddress() }
  const known = await (await browser.newContext({ extraHTTPHeaders })).newPage()
  await signInByForm(known, owner)
  await openUserMenu(known)
  await known.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(known).toHaveURL(/\/signin$/)
  const unknown = await (await browser.newContext({ extraHTTPHeaders })).newPage()
  expect(await tryWrongPasswords(unknown.context(), owner.email, 12)).toEqual([...Array(10).fill(401), 429, 429])
  await unknown.goto('/signin')
  await sendSignInForm(unknown, owner)
  await expect(unknown.getByText(/Too many attempts\. Try again in 1[45] minutes\./)).toBeVisible()
  expect(await tryWrongPasswords(unknown.context(), owner.email, 1)).toEqual([429])
  await signInByForm(known, owner)
})
