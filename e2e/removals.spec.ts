import { expect, test } from '@playwright/test'
import { openKeyForm } from './keys'
import { addMember, createTeam, openAs, signIn } from './people'

test('before a person is removed, the page says what ends and which keys stay', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const leaving = await addMember(page, 'admin', undefined, 'Grace')
  const others = await openAs(browser, leaving)
  await openKeyForm(others)
  await others.getByLabel('Name').fill('Key of Grace')
  await others.getByRole('button', { name: 'Create key' }).click()
  await others.getByRole('button', { name: 'Close anyway' }).click()
  await others.goto('/agents/customer-support')
  await others.getByRole('button', { name: 'Activate', exact: true }).click()
  await expect(others.getByRole('region', { name: 'Session token' })).toBeVisible()
  await others.context().close()

  await page.goto('/settings/members')
  const entry = page.getByRole('listitem').filter({ hasText: leaving.email }).first()
  await entry.getByText('Manage Grace').click()
  await expect(entry).toContainText('ends 1 open session')
  await expect(entry).toContainText('leaves 1 API key that they created, which keep working: Key of Grace.')
  await entry.getByLabel(/^To remove Grace/).fill(leaving.email)
  await entry.getByRole('button', { name: 'Remove from team' }).click()
  await expect(page.getByText('Member removed. 1 session was ended.')).toBeVisible()
})
