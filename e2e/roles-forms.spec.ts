import { expect, type Page, test } from '@playwright/test'
import { openAs, openUserMenu, type Role, signIn, signInByForm } from './people'
import type { FormCase, Target } from './roles-agent-forms'
import { FORMS, fillForm } from './roles-forms'
import { ROLES } from './roles-pages'
import { createRolesTeam, type RolesTeam } from './roles-team'

// The tests of this file share a team with a member of each role, so they run one after another.
test.describe.configure({ mode: 'default' })

let team: RolesTeam
test.beforeAll(async ({ browser, baseURL }) => {
  team = await createRolesTeam(browser, baseURL)
})

for (const role of ROLES.toReversed())
  test(`a ${role} sees the forms that the role may use, and no others, and they work`, async ({ browser }) => {
    const page = await openAs(browser, team.members[role])
    const target = team.targetFor(role)
    for (const [name, form] of Object.entries(FORMS))
      await test.step(name, async () => {
        if (!(form.roles as readonly Role[]).includes(role)) return expectNoForm(page, form, target)
        if (form.deletesTeam) return
        await page.context().clearCookies()
        await signIn(page, team.members[role])
        await (await fillForm(page, await form.prepare(target), form, target)).click()
        await form.expectDone(page, target)
      })
    await page.context().close()
  })

async function expectNoForm(page: Page, form: FormCase, target: Target): Promise<void> {
  await page.goto(await form.prepare(target))
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Page not found')
  const name = new RegExp(`^${form.button(target).replace(target.tag, '.*')}$`)
  await expect(page.getByRole('button', { name, includeHidden: true })).toHaveCount(0)
}

test('people change their password, sign out everywhere and leave the team, except its last owner', async ({ browser }) => {
  for (const role of ['reader', 'member', 'admin'] as const) {
    const { email, password } = team.members[role]
    const page = await openAs(browser, team.members[role])
    await page.goto('/account')
    await page.getByLabel('Current password').fill(password)
    await page.getByLabel('New password').fill('quite another password')
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByText('Password changed.')).toBeVisible()
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await expect(page).toHaveURL(/\/signin$/)
    await signInByForm(page, { email, password: 'quite another password' })
    await page.goto('/settings/members')
    if (role === 'admin') {
      await expect(page.getByText('You are the only owner.')).toBeVisible() // an earlier test transferred the ownership to the admin
      await expect(page.getByText(`Leave ${team.name}…`)).toHaveCount(0)
      await openUserMenu(page)
    } else {
      await page.getByText(`Leave ${team.name}…`).click()
      await page.getByRole('button', { name: `Leave ${team.name}`, exact: true }).click()
      await expect(page.getByText("You're not in a team")).toBeVisible()
    }
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page).toHaveURL(/\/signin$/)
    await page.context().close()
  }
})
