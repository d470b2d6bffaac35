import { type APIResponse, expect, type Page, test } from '@playwright/test'
import { openKeyForm } from './keys'
import { createTeam, sendSignInForm, signIn, type TestTeam } from './people'
import { interceptPost, type RecordedPost, send } from './recorded-posts'
import { openWithScripts } from './scripts'

let team: TestTeam
test.beforeAll(async ({ browser }) => {
  team = await createTeam(browser)
})

/** Enters a name of the team in its form, and returns the request that the form would have sent. */
async function recordRenaming(page: Page, name: string): Promise<RecordedPost> {
  await openWithScripts(page, '/settings/team')
  await page.getByLabel('Team name').fill(name)
  return interceptPost(page, () => page.getByRole('button', { name: 'Save', exact: true }).click())
}

const readName = async (page: Page) => {
  await page.goto('/settings/team')
  return page.getByLabel('Team name').inputValue()
}

test('a form request from another site is refused, and the same request from this site is not', async ({ page, baseURL }) => {
  await signIn(page, team.owner)
  const recorded = await recordRenaming(page, 'Another name')
  const sendFrom = (origin: string) => send(page.request, recorded, { origin })
  for (const origin of ['https://evil.example', 'null', `${baseURL}.evil.example`]) {
    expect((await sendFrom(origin)).status(), origin).toBeGreaterThanOrEqual(400)
    expect(await readName(page)).toBe(team.name)
  }
  expect((await sendFrom(baseURL ?? '')).status()).toBe(200)
  expect(await readName(page)).toBe('Another name')
})

test('a form on another site is sent without the login', async ({ page, browser }) => {
  await signIn(page, team.owner)
  const cookies = await page.context().cookies()
  const login = cookies.find(({ name }) => name.includes('session-token'))
  expect(login).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  const visitor = await browser.newContext()
  expect((await visitor.request.get('/palette?q=', { maxRedirects: 0 })).status()).toBeGreaterThanOrEqual(300)
  await visitor.close()
})

function expectSecurityHeaders(response: APIResponse, name: string): void {
  const headers = response.headers()
  expect(headers['x-frame-options'], name).toBe('DENY')
  expect(headers['x-content-type-options'], name).toBe('nosniff')
  expect(headers['referrer-policy'], name).toBe('same-origin')
  const policy = headers['content-security-policy'] ?? ''
  for (const part of ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"])
    expect(policy, name).toContain(part)
  expect(policy, name).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'/)
  expect(policy.match(/script-src[^;]*/)?.[0], name).not.toContain('unsafe')
}

test('every page forbids framing and scripts of other sites, including missing and failed pages', async ({ page, request }) => {
  for (const path of ['/signin', '/docs', '/nowhere', '/invite/none']) expectSecurityHeaders(await request.get(path), path)
  await signIn(page, team.owner)
  for (const path of ['/', '/agents', '/settings/api-keys', '/settings/audit/export', '/agents/nobody'])
    expectSecurityHeaders(await page.request.get(path), path)
  const refused = await page.request.post('/settings/team', {
    headers: { 'next-action': '0'.repeat(42), origin: 'https://evil.example' },
    data: '[]',
  })
  expect(refused.status()).toBeGreaterThanOrEqual(400)
  expectSecurityHeaders(refused, 'a page that failed')
})

test('each page has its own nonce, and its inline scripts have it', async ({ request }) => {
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
  test(`signing in with next=${next} stays on this site`, async ({ page, baseURL }) => {
    await page.goto(`/signin?next=${encodeURIComponent(next)}`)
    await sendSignInForm(page, team.owner)
    await expect(page).not.toHaveURL(/signin/)
    expect(new URL(page.url()).origin).toBe(baseURL)
  })

test('a script in a name is shown as text', async ({ page }) => {
  await signIn(page, team.owner)
  const name = `<img src=x onerror="document.title='owned'">`
  await openKeyForm(page)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('button', { name: 'Close anyway' }).click()
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
  await page.goto('/settings/audit?action=key')
  await expect(page.getByText(name).filter({ visible: true }).first()).toBeVisible()
  await expect(page).toHaveTitle('Audit log · Memanto')
})
