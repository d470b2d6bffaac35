import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type Issuer, startIssuer } from './issuer'
import { foundFirstTeam, type Person, signOut } from './people'
import { nginxHeaders, type ProxiedServer, type ProxyWishes, startBehindProxy } from './testing-proxy'

test.use({ ignoreHTTPSErrors: true })

/** Lines of a server that could not ask itself for a page, or that took a form of its own for one of another site. */
const TROUBLE = /ERR_SSL|EPROTO|failed to get redirect response|failed to forward action|does not match `origin`|page failed/

async function signInAt(page: Page, address: string, { email, password }: Person): Promise<void> {
  await page.goto(`${address}/signin`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Team of ada' })).toBeVisible()
}

const loginIn = async (context: BrowserContext) => (await context.cookies()).find(({ name }) => name.endsWith('session-token'))

const PROXIES: ({ name: string } & ProxyWishes)[] = [
  { name: 'a proxy that rewrites Host and tells nothing, over http', scheme: 'http' },
  { name: 'a proxy that rewrites Host and tells nothing, over https', scheme: 'https' },
  { name: 'nginx as docs/proxy sets it up, over https', scheme: 'https', added: nginxHeaders, settings: { TRUST_PROXY: '127.0.0.1' } },
]

for (const { name, scheme, added, settings } of PROXIES)
  test.describe(`behind ${name}`, () => {
    test.describe.configure({ mode: 'default', timeout: 90_000 })

    let server: ProxiedServer
    let issuer: Issuer
    let owner: Person
    test.beforeAll(async ({ browser }) => {
      issuer = await startIssuer('ada@example.com')
      server = await startBehindProxy({ scheme, added, settings: { ...issuer.settings, ...settings } })
      const context = await browser.newContext({ ignoreHTTPSErrors: true })
      owner = await foundFirstTeam(await context.newPage(), server.link)
      await context.close()
    })
    test.afterAll(async () => {
      issuer.stop()
      await server.stop()
    })

    for (const javaScriptEnabled of [true, false])
      test(`people sign in, act and sign out (${javaScriptEnabled ? 'with' : 'without'} JavaScript)`, async ({ browser }) => {
        const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled })
        const page = await context.newPage()
        await signInAt(page, server.address, owner)
        expect(await loginIn(context)).toMatchObject({ secure: scheme === 'https', httpOnly: true, sameSite: 'Lax' })

        const agent = `agent-${scheme}-${javaScriptEnabled}`
        await page.goto(`${server.address}/agents`)
        await page.getByText('New agent', { exact: true }).click()
        await page.getByLabel('Agent id').fill(agent)
        await page.getByRole('button', { name: 'Create agent' }).click()
        await expect(page).toHaveURL(`${server.address}/agents/${agent}`)
        await expect(page.getByText(`${server.address}/api/v2/agents/${agent}`).first()).toBeAttached()

        await page.goto(`${server.address}/settings/members`)
        await page.getByLabel('E-mail', { exact: true }).fill(`grace-${javaScriptEnabled}@example.com`)
        await page.getByRole('button', { name: 'Create invite link' }).click()
        await expect(page.getByText(`${server.address}/invite/`).first()).toBeVisible()

        await signOut(page)
        await expect(page).toHaveURL(new RegExp(`^${server.address}/signin`))
        expect(server.said()).not.toMatch(TROUBLE)
        await context.close()
      })

    test('an issuer gets PUBLIC_URL as the address to send people back to', async ({ page }) => {
      await page.goto(`${server.address}/signin`)
      await page.getByRole('link', { name: 'Sign in with Acme ID' }).click()
      await expect(page.getByRole('heading', { name: 'Sign in at the issuer' })).toBeVisible()
      expect(new URL(page.url()).searchParams.get('redirect_uri')).toBe(`${server.address}/api/auth/callback/oidc`)
    })

    test('on the machine itself people sign in past the proxy too', async ({ browser }) => {
      const context = await browser.newContext()
      await signInAt(await context.newPage(), server.upstream, owner)
      await context.close()
    })
  })
