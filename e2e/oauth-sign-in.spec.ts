import { expect, test } from '@playwright/test'
import { type Issuer, startIssuer } from './issuer'
import { openUserMenu, setUpServer } from './people'
import { type SeparateServer, startSeparateServer } from './separate-server'

let issuer: Issuer
let server: SeparateServer

test.beforeAll(async ({ browser }) => {
  issuer = await startIssuer('ada@example.com')
  server = await startSeparateServer(issuer.settings)
  const page = await (await browser.newContext()).newPage()
  await setUpServer(page, server.setupLink)
  await page.context().close()
})
test.afterAll(async () => {
  await server.stop()
  issuer.stop()
})

for (const javaScriptEnabled of [true, false])
  test(`signing in with an issuer is a link, which the content security policy does not block (${javaScriptEnabled ? 'with' : 'without'} JavaScript)`, async ({
    browser,
  }) => {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
    const blocked: string[] = []
    page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()))
    await page.goto(`${server.address}/signin?next=/agents`)
    await page.getByRole('link', { name: 'Sign in with Acme ID' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in at the issuer' })).toBeVisible()
    const requested = new URL(page.url())
    expect(requested.origin + requested.pathname).toBe(`${issuer.address}/authorize`)
    expect(Object.fromEntries(requested.searchParams)).toMatchObject({
      client_id: 'memanto',
      redirect_uri: `${server.address}/api/auth/callback/oidc`,
      response_type: 'code',
      code_challenge_method: 'S256',
    })
    expect(requested.search).not.toContain('only')
    expect(blocked.filter((text) => text.includes('Content Security Policy'))).toEqual([])
    await page.context().close()
  })

test('signing in with an issuer creates a login, which signing out ends', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${server.address}/signin?next=/agents`)
  await page.getByRole('link', { name: 'Sign in with Acme ID' }).click()
  await page.getByRole('link', { name: 'Continue as ada@example.com' }).click()
  await expect(page).toHaveURL(`${server.address}/agents`)
  await page.goto(`${server.address}/settings/audit?action=person.signed_in`)
  await expect(page.getByRole('list', { name: 'Audit entries' }).getByText('oidc', { exact: true })).toHaveCount(1)
  await page.goto(`${server.address}/account`)
  await expect(page.getByRole('listitem').filter({ hasText: 'This browser' })).toHaveCount(1)
  const copy = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage()
  await openUserMenu(page)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(/\/signin$/)
  await copy.goto(`${server.address}/agents`)
  await expect(copy).toHaveURL(/\/signin\?next=/)
})
