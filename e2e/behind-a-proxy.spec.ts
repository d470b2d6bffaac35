import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type Issuer, startIssuer } from './issuer'
import { type Credentials, sendSignInForm, setUpServer, signOut } from './people'
import { nginxHeaders, type ProxiedServer, type ProxyOptions, startProxiedServer } from './proxied-server'

test.use({ ignoreHTTPSErrors: true })

/** Log lines of a server that could not request a page from itself, or that treated its own form as one of another site. */
const PROXY_ERRORS = /ERR_SSL|EPROTO|failed to get redirect response|failed to forward action|does not match `origin`|page failed/

async function signInAt(page: Page, address: string, owner: Credentials): Promise<void> {
  await page.goto(`${address}/signin`)
  await sendSignInForm(page, owner)
  await expect(page.getByRole('heading', { level: 1, name: 'Team of ada' })).toBeVisible()
}

const findLoginCookie = async (context: BrowserContext) => (await context.cookies()).find(({ name }) => name.endsWith('session-token'))

const PROXIES: ({ name: string } & ProxyOptions)[] = [
  { name: 'a proxy that rewrites Host and adds no headers, over http', scheme: 'http' },
  { name: 'a proxy that rewrites Host and adds no headers, over https', scheme: 'https' },
  {
    name: 'nginx as configured in docs/proxy, over https',
    scheme: 'https',
    addedHeaders: nginxHeaders,
    settings: { TRUST_PROXY: '127.0.0.1' },
  },
]

for (const { name, scheme, addedHeaders, settings } of PROXIES)
  test.describe(`behind ${name}`, () => {
    test.describe.configure({ mode: 'default' })

    let server: ProxiedServer
    let issuer: Issuer
    let owner: Credentials
    test.beforeAll(async ({ browser }) => {
      issuer = await startIssuer('ada@example.com')
      server = await startProxiedServer({ scheme, addedHeaders, settings: { ...issuer.settings, ...settings } })
      const context = await browser.newContext({ ignoreHTTPSErrors: true })
      owner = await setUpServer(await context.newPage(), server.setupLink)
      await context.close()
    })
    test.afterAll(async () => {
      issuer.stop()
      await server.stop()
    })

    for (const javaScriptEnabled of [true, false])
      test(`people sign in, use forms and sign out (${javaScriptEnabled ? 'with' : 'without'} JavaScript)`, async ({ browser }) => {
        const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled })
        const page = await context.newPage()
        await signInAt(page, server.address, owner)
        expect(await findLoginCookie(context)).toMatchObject({ secure: scheme === 'https', httpOnly: true, sameSite: 'Lax' })

        const agent = `agent-${scheme}-${javaScriptEnabled}`
        await page.goto(`${server.address}/agents`)
        await page.getByText('New agent', { exact: true }).click()
        await page.getByLabel('Agent id').fill(agent)
        await page.getByRole('button', { name: 'Create agent' }).click()
        await expect(page).toHaveURL(`${server.address}/agents/${agent}`)
        await page.getByRole('link', { name: 'Settings', exact: true }).click()
        await expect(page.getByText(`${server.address}/api/v2/agents/${agent}`).first()).toBeAttached()

        await page.goto(`${server.address}/settings/members`)
        await page.getByLabel('E-mail', { exact: true }).fill(`grace-${javaScriptEnabled}@example.com`)
        await page.getByRole('button', { name: 'Create invite link' }).click()
        await expect(page.getByText(`${server.address}/invite/`).first()).toBeVisible()

        await signOut(page)
        await expect(page).toHaveURL(new RegExp(`^${server.address}/signin`))
        expect(server.output()).not.toMatch(PROXY_ERRORS)
        await context.close()
      })

    test('an issuer sends people back to PUBLIC_URL', async ({ page }) => {
      await page.goto(`${server.address}/signin`)
      await page.getByRole('link', { name: 'Sign in with Acme ID' }).click()
      await expect(page.getByRole('heading', { name: 'Sign in at the issuer' })).toBeVisible()
      expect(new URL(page.url()).searchParams.get('redirect_uri')).toBe(`${server.address}/api/auth/callback/oidc`)
    })

    test('people on the same machine can also sign in directly', async ({ browser }) => {
      const context = await browser.newContext()
      await signInAt(await context.newPage(), server.upstream, owner)
      await context.close()
    })
  })
