import { expect, type Page, test } from '@playwright/test'
import { openAs, signInByForm } from './people'
import { interceptPost, send } from './recorded-posts'
import { ROLES } from './roles-pages'
import { createRolesTeam, expectRefused, type RolesTeam, SENDERS } from './roles-team'
import { waitForScripts } from './scripts'

// The tests of this file share a team with a member of each role, so they run one after another.
test.describe.configure({ mode: 'default' })

let team: RolesTeam
test.beforeAll(async ({ browser, baseURL }) => {
  team = await createRolesTeam(browser, baseURL)
})

/** The name of a button says the browser: this one has no other login. */
const FIREFOX = { userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0' }

for (const role of ROLES)
  test(`a ${role} can sign out one of their own logins; nobody else can with the same request`, async ({ browser }) => {
    const firefox = await (await browser.newContext(FIREFOX)).newPage()
    await signInByForm(firefox, team.members[role])
    const statusInFirefox = async () => (await firefox.request.get('/account', { maxRedirects: 0 })).status()
    for (const javaScriptEnabled of [true, false]) {
      const page = await openAs(browser, team.members[role], { javaScriptEnabled })
      const recorded = await recordSignOut(page, javaScriptEnabled)
      const before = await team.readState()
      for (const sender of SENDERS) {
        if (sender === role) continue
        if (sender === 'anonymous') await expectRefused(team, 'account: signOutOne', sender, recorded)
        else expect((await send(team.requests[sender], recorded)).status(), sender).toBeLessThan(400)
        expect(await statusInFirefox(), `sent by: ${sender}`).toBe(200)
      }
      expect(await team.readState()).toBe(before)
      await page.context().close()
    }
    const page = await openAs(browser, team.members[role])
    await page.goto('/account')
    const entry = page.getByRole('list', { name: 'Logins' }).getByRole('listitem').filter({ hasText: 'Firefox on Windows' })
    await entry.getByRole('button').click()
    await expect(entry).toHaveCount(0)
    expect(await statusInFirefox()).toBe(307)
    await firefox.context().close()
    await page.context().close()
  })

async function recordSignOut(page: Page, hasScripts: boolean) {
  await page.goto('/account')
  if (hasScripts) await waitForScripts(page)
  const recorded = await interceptPost(page, () =>
    page.getByRole('button', { name: 'Sign out of Firefox on Windows', exact: true }).click(),
  )
  expect(recorded.headers['next-action'] !== undefined).toBe(hasScripts)
  return recorded
}
