import { expect, test } from '@playwright/test'
import { createTeam, signIn } from './people'

test('the API reference lists the endpoints without a console error and without a request to another host', async ({ page, baseURL }) => {
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on(
    'request',
    (request) => !request.url().startsWith(baseURL ?? '') && !request.url().startsWith('data:') && problems.push(request.url()),
  )
  await page.goto('/docs')
  await expect(page.getByText('/api/v2/agents/{agent_id}/activate').first()).toBeVisible()
  expect(problems).toEqual([])
})

test('the API reference has headings that stand out, and a way back to the portal', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/docs')
  const heading = page.getByRole('heading', { name: 'Credentials' })
  await expect(heading).toHaveCSS('font-weight', '600')
  await expect(heading).toHaveCSS('font-size', '18px')
  for (const path of ['/docs', '/docs/errors', '/docs/errors/invalid_request']) {
    await page.goto(path)
    await page.getByRole('link', { name: 'Memanto', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: team.name })).toBeVisible()
  }
})

test('the type of an error is the address of a page that explains it', async ({ page, request }) => {
  const refused = await request.get('/api/v2/agents')
  expect(refused.status()).toBe(401)
  const { type, title } = await refused.json()
  await page.goto(type)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title)
})

test('a page that does not exist says so and has security headers', async ({ page }) => {
  const response = await page.goto('/nowhere')
  expect(response?.status()).toBe(404)
  expect(response?.headers()['content-security-policy']).toContain('nonce-')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('people who are not signed in are redirected to the sign-in page', async ({ page, browser }) => {
  await createTeam(browser) // before setup the page explains the setup link instead
  await page.goto('/')
  await expect(page).toHaveURL(/\/signin$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
})
