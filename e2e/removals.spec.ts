import { expect, test } from '@playwright/test'
import { openKeyForm } from './keys'
import { addMember, createTeam, openAs, signIn } from './people'
import { openWithScripts } from './scripts'

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

  const entry = page.getByRole('listitem').filter({ hasText: leaving.email }).first()
  await openWithScripts(page, '/settings/members')
  await entry.getByText('Manage Grace').click()
  await entry.getByRole('button', { name: 'Create password reset link' }).click()
  await expect(entry.getByRole('button', { name: 'Copy password reset link' })).toBeVisible()
  await openWithScripts(page, '/settings/members')
  await entry.getByText('Manage Grace').click()
  await expect(entry).toContainText('ends 1 open session')
  await expect(entry).toContainText('ends 1 open password link of theirs, or that they may have made')
  await expect(entry).toContainText('leaves 1 API key that they created, which keep working: Key of Grace.')
  await entry.getByLabel(/^To remove Grace/).fill(leaving.email)
  await entry.getByRole('button', { name: 'Remove from team' }).click()
  await expect(page.getByText('Member removed. 1 session was ended.')).toBeVisible()
})
