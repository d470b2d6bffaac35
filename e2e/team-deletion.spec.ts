import { expect, test } from '@playwright/test'
import { createTeam, signIn } from './people'
import { activate } from './team-api'

test('an owner deletes the team by typing its name; keys, tokens and access to the portal end immediately', async ({
  page,
  browser,
  request,
}) => {
  const team = await createTeam(browser)
  const { session_token } = await activate(request, team)
  await signIn(page, team.owner)
  await page.goto('/settings/team')
  await page.getByText(`Delete ${team.name}…`).click()
  await page.getByLabel(`Type ${team.name} to confirm`).fill('Another name')
  await page.getByRole('button', { name: 'Delete team', exact: true }).click()
  await expect(page.getByText("The name doesn't match.").filter({ visible: true })).toBeVisible()
  await page.getByLabel(`Type ${team.name} to confirm`).fill(team.name)
  await page.getByRole('button', { name: 'Delete team', exact: true }).click()

  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const credentials: Record<string, string>[] = [{ authorization: `Bearer ${team.apiKey}` }, { 'x-session-token': session_token }]
  for (const headers of credentials) expect((await request.get('/api/v2/agents/customer-support/status', { headers })).status()).toBe(401)
  await page.goto('/agents')
  await expect(page).toHaveURL(/\/account$/)
})
