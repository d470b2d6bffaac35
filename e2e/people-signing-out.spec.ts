import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type Credentials, createTeam, openAs, openUserMenu, signInByForm } from './people'

/** Opens a browser in which a person signs in: a login of its own, unlike that of `openAs`. */
async function openByForm(browser: Browser, person: Credentials): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signInByForm(page, person)
  return page
}

const findLoginCookie = async (context: BrowserContext) => (await context.cookies()).find(({ name }) => name.includes('session-token'))

/** Opens another browser with the same cookies, as somebody can who has copied them. */
async function openCopy(browser: Browser, page: Page): Promise<Page> {
  return (await browser.newContext({ storageState: await page.context().storageState() })).newPage()
}

async function expectSignedOut(page: Page): Promise<void> {
  await page.goto('/agents')
  await expect(page).toHaveURL(/\/signin\?next=%2Fagents$/)
}

test('the login cookie is not readable by scripts, and secure over https', async ({ browser, baseURL }) => {
  const page = await openByForm(browser, (await createTeam(browser)).owner)
  const isSecure = baseURL?.startsWith('https:') ?? false
  expect(await findLoginCookie(page.context())).toMatchObject({
    name: `${isSecure ? '__Secure-' : ''}next-auth.session-token`,
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure,
  })
})

for (const javaScriptEnabled of [true, false])
  test(`signing out clears the cookie, and a copy of the cookie no longer works (${javaScriptEnabled ? 'with' : 'without'} JavaScript)`, async ({
    browser,
  }) => {
    const { owner } = await createTeam(browser)
    const page = await openAs(browser, owner, { javaScriptEnabled })
    await page.goto('/')
    const copy = await openCopy(browser, page)
    await copy.goto('/agents')
    await expect(copy).toHaveURL(/\/agents$/)
    await openUserMenu(page)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page).toHaveURL(/\/signin$/)
    expect(await findLoginCookie(page.context())).toBeUndefined()
    await expectSignedOut(page)
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
    await expectSignedOut(copy)
    await expect(copy.getByRole('main').getByRole('alert')).toContainText('You were signed out.')
  })

test('the account page lists the logins; one that is signed out there no longer works, and the others do', async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const [here, there] = [await openByForm(browser, owner), await openByForm(browser, owner)]
  await here.goto('/account')
  const logins = here.getByRole('list', { name: 'Logins' }).getByRole('listitem')
  const others = logins.filter({ hasNotText: 'This browser' })
  const before = await others.count() // the first is that of the password link
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

test('this browser can be signed out from the list of logins', async ({ browser }) => {
  const page = await openAs(browser, (await createTeam(browser)).owner)
  await page.goto('/account')
  const copy = await openCopy(browser, page)
  await page.getByRole('listitem').filter({ hasText: 'This browser' }).getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/signin$/)
  await expectSignedOut(copy)
})

test('signing in again in the same browser ends its earlier login', async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const page = await openAs(browser, owner)
  const copy = await openCopy(browser, page)
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json()
  const form = { csrfToken, email: owner.email, password: owner.password, json: 'true' }
  expect((await page.request.post('/api/auth/callback/credentials', { form })).status()).toBe(200)
  await page.goto('/agents')
  await expect(page).toHaveURL(/\/agents$/)
  await expectSignedOut(copy)
})

test("NextAuth's own sign-out path also ends the login", async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const page = await openAs(browser, owner)
  const copy = await openCopy(browser, page)
  expect(await (await copy.request.get('/api/auth/session')).json()).toMatchObject({ user: { email: owner.email } })
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json()
  expect((await page.request.post('/api/auth/signout', { form: { csrfToken, json: 'true' } })).status()).toBe(200)
  expect(await findLoginCookie(page.context())).toBeUndefined()
  await expectSignedOut(copy)
  expect(await (await copy.request.get('/api/auth/session')).json()).toEqual({})
})

test('the audit log has sign-ins and sign-outs', async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const page = await openByForm(browser, owner)
  await openUserMenu(page)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(/\/signin$/)
  await signInByForm(page, owner)
  await page.goto('/settings/audit?action=person')
  const log = page.getByRole('list', { name: 'Audit entries' }).getByRole('listitem')
  await expect(log.filter({ hasText: 'Signed out' })).toHaveCount(1)
  await expect(log.filter({ hasText: 'person.signed_in' })).toHaveCount(3) // the first by the password link
})
