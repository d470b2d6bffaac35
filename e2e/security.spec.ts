import { type APIResponse, expect, type Page, test } from '@playwright/test'
import { newTeam, signIn, type TestTeam } from './people'

let team: TestTeam
test.beforeAll(async ({ browser }) => {
  team = await newTeam(browser)
})

/** Saves the team under a name by the form, and gives the request that did it. */
async function rename(page: Page, name: string) {
  await page.goto('/settings/team')
  await page.getByLabel('Team name').fill(name)
  const [sent] = await Promise.all([
    page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/settings/team')),
    page.getByRole('button', { name: 'Save' }).click(),
  ])
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  return { url: sent.url(), headers: await sent.allHeaders(), body: sent.postDataBuffer() ?? Buffer.alloc(0) }
}

const nameShown = async (page: Page) => {
  await page.goto('/settings/team')
  return page.getByLabel('Team name').inputValue()
}

test('a post to an action from another site is refused, and the same post from here is not', async ({ page, baseURL }) => {
  await signIn(page, team.owner)
  const { url, headers, body } = await rename(page, 'First name')
  await rename(page, 'Second name')
  const again = (origin: string) => {
    const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':') && name !== 'content-length'))
    return page.request.post(url, { headers: { ...sent, origin }, data: body })
  }
  for (const origin of ['https://evil.example', 'null', `${baseURL}.evil.example`]) {
    expect((await again(origin)).status(), origin).toBeGreaterThanOrEqual(400)
    expect(await nameShown(page)).toBe('Second name')
  }
  expect((await again(baseURL ?? '')).status()).toBe(200)
  expect(await nameShown(page)).toBe('First name')
})

test('a form on another site comes without the login', async ({ page, browser }) => {
  await signIn(page, team.owner)
  const cookies = await page.context().cookies()
  const login = cookies.find(({ name }) => name.includes('session-token'))
  expect(login).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  const stranger = await browser.newContext()
  expect((await stranger.request.get('/palette?q=', { maxRedirects: 0 })).status()).toBeGreaterThanOrEqual(300)
  await stranger.close()
})

function expectGuarded(response: APIResponse, what: string): void {
  const headers = response.headers()
  expect(headers['x-frame-options'], what).toBe('DENY')
  expect(headers['x-content-type-options'], what).toBe('nosniff')
  expect(headers['referrer-policy'], what).toBe('same-origin')
  const policy = headers['content-security-policy'] ?? ''
  for (const part of ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"])
    expect(policy, what).toContain(part)
  expect(policy, what).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'/)
  expect(policy.match(/script-src[^;]*/)?.[0], what).not.toContain('unsafe')
}

test('every page forbids framing and foreign scripts, also those that are not there and those that failed', async ({ page, request }) => {
  for (const path of ['/signin', '/docs', '/nowhere', '/invite/none']) expectGuarded(await request.get(path), path)
  await signIn(page, team.owner)
  for (const path of ['/', '/agents', '/settings/api-keys', '/settings/audit/export', '/agents/nobody'])
    expectGuarded(await page.request.get(path), path)
  const refused = await page.request.post('/settings/team', {
    headers: { 'next-action': '0'.repeat(42), origin: 'https://evil.example' },
    data: '[]',
  })
  expect(refused.status()).toBeGreaterThanOrEqual(400)
  expectGuarded(refused, 'a page that failed')
})

test('each page has a nonce of its own, and its inline scripts carry it', async ({ request }) => {
  const nonces = await Promise.all(
    ['/signin', '/signin'].map(async (path) => {
      const response = await request.get(path)
      const nonce = /'nonce-([^']+)'/.exec(response.headers()['content-security-policy'] ?? '')?.[1]
      const scripts = (await response.text()).match(/<script(?![^>]*type="application\/json")[^>]*>/g) ?? []
      expect(scripts.length).toBeGreaterThan(0)
      expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([])
      return nonce
    }),
  )
  expect(new Set(nonces).size).toBe(2)
})

for (const next of [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/%09/evil.example',
  'javascript:alert(1)',
  '/agents@evil.example/..//evil.example',
])
  test(`signing in with next=${next} stays here`, async ({ page, baseURL }) => {
    await page.goto(`/signin?next=${encodeURIComponent(next)}`)
    await page.getByLabel('E-mail').fill(team.owner.email)
    await page.getByLabel('Password').fill(team.owner.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).not.toHaveURL(/signin/)
    expect(new URL(page.url()).origin).toBe(baseURL)
  })

test('script in names is shown as text', async ({ page }) => {
  await signIn(page, team.owner)
  const name = `<img src=x onerror="document.title='owned'">`
  await page.goto('/settings/api-keys')
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('button', { name: 'Close anyway' }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await page.goto('/settings/audit?action=key')
  await expect(page.getByText(name).first()).toBeVisible()
  await expect(page).toHaveTitle('Audit log · Memanto')
})
