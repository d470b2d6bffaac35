import { expect, test } from '@playwright/test'
import { activate, newTeam, signIn } from './people'

test('an owner deletes the team by typing its name: keys, tokens and the portal end at once', async ({ page, browser, request }) => {
  const team = await newTeam(browser)
  const { session_token } = await activate(request, team.apiKey)
  await signIn(page, team.owner)
  await page.goto('/settings/team')
  await page.getByText(`Delete ${team.team}…`).click()
  await page.getByLabel(`Type ${team.team} to confirm`).fill('Another name')
  await page.getByRole('button', { name: 'Delete team' }).click()
  await expect(page.getByText("The name doesn't match.")).toBeVisible()
  await page.getByLabel(`Type ${team.team} to confirm`).fill(team.team)
  await page.getByRole('button', { name: 'Delete team' }).click()

  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const proofs: Record<string, string>[] = [{ authorization: `Bearer ${team.apiKey}` }, { 'x-session-token': session_token }]
  for (const headers of proofs) expect((await request.get('/api/v2/agents/customer-support/status', { headers })).status()).toBe(401)
  await page.goto('/agents')
  await expect(page).toHaveURL(/\/account$/)
})
