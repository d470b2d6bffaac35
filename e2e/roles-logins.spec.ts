import { expect, test } from '@playwright/test'
import { signIn } from './people'
import { heldBack, send } from './posts'
import { type Cast, gather, OTHERS } from './roles-cast'
import { expectRefused, openAs } from './roles-checks'
import { ROLES } from './roles-pages'

// One team and one person of each role for the whole file: its tests run one after another.
test.describe.configure({ mode: 'default', timeout: 120_000 })

let cast: Cast
test.beforeAll(async ({ browser, baseURL }) => {
  test.setTimeout(120_000)
  cast = await gather(browser, baseURL)
})

for (const role of ROLES)
  test(`a ${role} ends a login of their own; the very post of the form ends none when somebody else sends it`, async ({ browser }) => {
    // Of a browser that no other login comes from: the button is named after it.
    const elsewhere = await (await browser.newContext({ userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0' })).newPage()
    const email = role === 'owner' ? cast.team.owner.email : `${role}@${cast.host}`
    await signIn(elsewhere, { email, password: cast.team.owner.password })
    const statusElsewhere = async () => (await elsewhere.request.get('/account', { maxRedirects: 0 })).status()
    for (const hasScripts of [true, false]) {
      const page = await openAs(browser, cast, role, { javaScriptEnabled: hasScripts })
      await page.goto('/account')
      if (hasScripts) await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
      const button = page.getByRole('button', { name: 'Sign out of Firefox on Windows', exact: true })
      const post = await heldBack(page, () => button.click())
      expect(post.headers['next-action'] !== undefined).toBe(hasScripts)
      const before = await cast.stateOfTeam()
      for (const who of OTHERS) {
        if (who === role) continue
        if (who === 'stranger') await expectRefused(cast, 'account: signOutOne', who, post)
        else expect((await send(cast.as[who], post)).status(), who).toBeLessThan(400)
        expect(await statusElsewhere(), `sent by a ${who}`).toBe(200)
      }
      expect(await cast.stateOfTeam()).toBe(before)
      await page.context().close()
    }
    const page = await openAs(browser, cast, role)
    await page.goto('/account')
    const entry = page.getByRole('list', { name: 'Logins' }).getByRole('listitem').filter({ hasText: 'Firefox on Windows' })
    await entry.getByRole('button').click()
    await expect(entry).toHaveCount(0)
    expect(await statusElsewhere()).toBe(307)
    await elsewhere.context().close()
    await page.context().close()
  })
