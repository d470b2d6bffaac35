import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { newTeam, type Person, signIn } from './people'

const aPage = async (browser: Browser) => (await browser.newContext()).newPage()

async function signedIn(browser: Browser, person: Person): Promise<Page> {
  const page = await aPage(browser)
  await signIn(page, person)
  return page
}

test('a wrong password is refused in words that tell nothing, and the e-mail stays', async ({ browser, page }) => {
  const { owner } = await newTeam(browser)
  await page.goto('/signin')
  for (const email of [owner.email, 'nobody@example.com']) {
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText('Wrong e-mail or password.')).toBeVisible()
    await expect(page.getByLabel('E-mail')).toHaveValue(email)
  }
})

test('signing in leads on to the page that was asked for, and never elsewhere', async ({ browser }) => {
  const { owner } = await newTeam(browser)
  const page = await aPage(browser)
  await page.goto('/settings/members')
  await expect(page).toHaveURL(/\/signin\?next=/)
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password').fill(owner.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/\/settings\/members$/)
  const other = await aPage(browser)
  await other.goto('/signin?next=//evil.example/')
  await other.getByLabel('E-mail').fill(owner.email)
  await other.getByLabel('Password').fill(owner.password)
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(other).toHaveURL(/localhost:\d+\/$/)
})

test('signing in works without JavaScript', async ({ browser }) => {
  const { owner } = await newTeam(browser)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/settings/members')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password').fill(owner.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/\/settings\/members$/)
  await expect(page.getByRole('button', { name: 'Create invite link' })).toBeVisible()
})

test('changing the password ends the other logins and keeps this one; signing out everywhere ends all', async ({ browser }) => {
  const { owner } = await newTeam(browser)
  const [here, there] = [await signedIn(browser, owner), await signedIn(browser, owner)]
  await here.goto('/account')
  await here.getByLabel('Current password').fill(owner.password)
  await here.getByLabel('New password').fill('another long password')
  await here.getByRole('button', { name: 'Change password' }).click()
  await expect(here.getByText('Password changed.')).toBeVisible()
  await there.goto('/agents')
  await expect(there).toHaveURL(/\/signin/)
  await signIn(there, { email: owner.email, password: 'another long password' })
  await here.goto('/account')
  await here.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(here).toHaveURL(/\/signin$/)
  await there.goto('/agents')
  await expect(there).toHaveURL(/\/signin/)
})

test('an owner founds another team and sees it', async ({ browser }) => {
  const { owner } = await newTeam(browser)
  const page = await signedIn(browser, owner)
  await page.goto('/account')
  await page.getByText('Create another team').click()
  await page.getByLabel('Team name').fill('A second team')
  await page.getByRole('button', { name: 'Create team' }).click()
  await expect(page).toHaveURL(/\/$/)
  await page.goto('/account')
  await expect(page.getByRole('listitem').filter({ hasText: 'A second team' })).toContainText('Current')
})

test('the first-start page is closed once somebody is here, and links that are made up say so', async ({ browser, page }) => {
  await newTeam(browser)
  for (const path of ['/setup?token=guess', '/setup', '/invite/guess', '/invite/password/guess']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('does not work')
  }
})

/** An address of this test's own, as our proxy tells of it. */
const anAddress = () => `203.0.113.${1 + Math.floor(Math.random() * 254)}`

async function guess(context: BrowserContext, email: string, times: number): Promise<number[]> {
  const { csrfToken } = await (await context.request.get('/api/auth/csrf')).json()
  const form = { csrfToken, email, password: 'not the password', json: 'true' }
  const statuses: number[] = []
  for (let attempt = 0; attempt < times; attempt++)
    statuses.push((await context.request.post('/api/auth/callback/credentials', { form })).status())
  return statuses
}

async function trySigningIn(page: Page, { email, password }: Person): Promise<void> {
  await page.goto('/signin')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('too many wrong passwords are refused at both ways to sign in, and never to a browser that signed in before', async ({ browser }) => {
  const { owner } = await newTeam(browser)
  const extraHTTPHeaders = { 'x-forwarded-for': anAddress() }
  const known = await (await browser.newContext({ extraHTTPHeaders })).newPage()
  await signIn(known, owner)
  await known.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(known).toHaveURL(/\/signin$/)
  const stranger = await (await browser.newContext({ extraHTTPHeaders })).newPage()
  expect(await guess(stranger.context(), owner.email, 12)).toEqual([...Array(10).fill(401), 429, 429])
  await trySigningIn(stranger, owner)
  await expect(stranger.getByText(/Too many attempts\. Try again in 1[45] minutes\./)).toBeVisible()
  expect(await guess(stranger.context(), owner.email, 1)).toEqual([429])
  await signIn(known, owner)
})
