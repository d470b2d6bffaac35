import { expect, test } from '@playwright/test'
import { newTeam } from './people'

test('the API reference lists the endpoints without a console error and without asking another host', async ({ page, baseURL }) => {
  const troubles: string[] = []
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  page.on(
    'request',
    (request) => !request.url().startsWith(baseURL ?? '') && !request.url().startsWith('data:') && troubles.push(request.url()),
  )
  await page.goto('/docs')
  // The first page that a server just started serves, with a large script, takes seconds on a busy machine.
  await expect(page.getByText('/api/v2/agents/{agent_id}/activate').first()).toBeVisible({ timeout: 20_000 })
  expect(troubles).toEqual([])
})

test('every error type leads to a page that says what to do', async ({ page, request }) => {
  const refused = await request.get('/api/v2/agents')
  expect(refused.status()).toBe(401)
  const { type, title } = await refused.json()
  await page.goto(type)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title)
})

test('a page that does not exist says so and keeps its security headers', async ({ page }) => {
  const response = await page.goto('/nowhere')
  expect(response?.status()).toBe(404)
  expect(response?.headers()['content-security-policy']).toContain('nonce-')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('whoever is not signed in is led to the sign-in page', async ({ page, browser }) => {
  await newTeam(browser) // on a server without people the page explains the first start instead
  await page.goto('/')
  await expect(page).toHaveURL(/\/signin$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
})
