import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { newTeam, type Person, signIn } from './people'

async function signedIn(browser: Browser, person: Person): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, person)
  return page
}

const loginCookie = async (context: BrowserContext) => (await context.cookies()).find(({ name }) => name.includes('session-token'))

/** Another browser with the same cookies, as somebody has who copied them. */
async function copyOf(browser: Browser, page: Page): Promise<Page> {
  return (await browser.newContext({ storageState: await page.context().storageState() })).newPage()
}

async function expectSignedOut(page: Page): Promise<void> {
  await page.goto('/agents')
  await expect(page).toHaveURL(/\/signin\?next=%2Fagents$/)
}

test('the login’s cookie is out of reach of scripts, and secure over https', async ({ browser, baseURL }) => {
  const page = await signedIn(browser, (await newTeam(browser)).owner)
  const secure = baseURL?.startsWith('https:') ?? false
  expect(await loginCookie(page.context())).toMatchObject({
    name: `${secure ? '__Secure-' : ''}next-auth.session-token`,
    httpOnly: true,
    sameSite: 'Lax',
    secure,
  })
})

for (const javaScriptEnabled of [true, false])
  test(`signing out clears the cookie, and a copy of it opens nothing (${javaScriptEnabled ? 'with' : 'without'} JavaScript)`, async ({
    browser,
  }) => {
    const { owner } = await newTeam(browser)
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
    await signIn(page, owner)
    const copy = await copyOf(browser, page)
    await copy.goto('/agents')
    await expect(copy).toHaveURL(/\/agents$/)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page).toHaveURL(/\/signin$/)
    expect(await loginCookie(page.context())).toBeUndefined()
    await expectSignedOut(page)
    await expectSignedOut(copy)
  })

test('the account page lists the logins; one that is signed out there ends at its next request, this one stays', async ({ browser }) => {
  const { owner } = await newTeam(browser)
  const [here, there] = [await signedIn(browser, owner), await signedIn(browser, owner)]
  await here.goto('/account')
  const logins = here.getByRole('list', { name: 'Logins' }).getByRole('listitem')
  const others = logins.filter({ hasNotText: 'This browser' })
  const before = await others.count() // the owner chose a password on one more browser
  await expect(logins.filter({ hasText: 'This browser' })).toHaveText(/Chrome on \w+.*This browser.*127\.0\.0\.1.*Signed in.*Last used/)
  while ((await others.count()) > 0) {
    const count = await others.count()
    await others.first().getByRole('button', { name: 'Sign out' }).click()
    await expect(others).toHaveCount(count - 1)
  }
  expect(before).toBe(2)
  await expectSignedOut(there)
  await here.goto('/agents')
  await expect(here).toHaveURL(/\/agents$/)
})

test('this browser can be signed out from the list too', async ({ browser }) => {
  const page = await signedIn(browser, (await newTeam(browser)).owner)
  await page.goto('/account')
  const copy = await copyOf(browser, page)
  await page.getByRole('listitem').filter({ hasText: 'This browser' }).getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/signin$/)
  await expectSignedOut(copy)
})

test('signing in again on the same browser ends the login that it had', async ({ browser }) => {
  const { owner } = await newTeam(browser)
  const page = await signedIn(browser, owner)
  const copy = await copyOf(browser, page)
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json()
  const form = { csrfToken, email: owner.email, password: owner.password, json: 'true' }
  expect((await page.request.post('/api/auth/callback/credentials', { form })).status()).toBe(200)
  await page.goto('/agents')
  await expect(page).toHaveURL(/\/agents$/)
  await expectSignedOut(copy)
})

test('NextAuth’s own address for signing out ends the login as well, and its session is gone', async ({ browser }) => {
  const { owner } = await newTeam(browser)
  const page = await signedIn(browser, owner)
  const copy = await copyOf(browser, page)
  expect(await (await copy.request.get('/api/auth/session')).json()).toMatchObject({ user: { email: owner.email } })
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json()
  expect((await page.request.post('/api/auth/signout', { form: { csrfToken, json: 'true' } })).status()).toBe(200)
  expect(await loginCookie(page.context())).toBeUndefined()
  await expectSignedOut(copy)
  expect(await (await copy.request.get('/api/auth/session')).json()).toEqual({})
})

test('sign-ins and sign-outs are in the audit log', async ({ browser }) => {
  const { owner } = await newTeam(browser)
  const page = await signedIn(browser, owner)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(/\/signin$/)
  await signIn(page, owner)
  await page.goto('/settings/audit?action=person')
  const log = page.getByRole('list', { name: 'Audit entries' }).getByRole('listitem')
  await expect(log.filter({ hasText: 'Signed out' })).toHaveCount(1)
  await expect(log.filter({ hasText: 'person.signed_in' })).toHaveCount(3) // the first by the link for a password
})
