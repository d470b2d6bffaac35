import { expect, request, test } from '@playwright/test'
import { openAs } from './people'
import { interceptPost, send } from './recorded-posts'
import { FORMS, fillForm } from './roles-forms'
import { createRolesTeam, expectRefused, type RolesTeam, SENDERS } from './roles-team'
import { openWithScripts } from './scripts'

// The tests of this file share a team with a member of each role, so they run one after another.
test.describe.configure({ mode: 'default' })

let team: RolesTeam
test.beforeAll(async ({ browser, baseURL }) => {
  team = await createRolesTeam(browser, baseURL)
})

for (const tag of ['js', 'plain'])
  test(`a form is refused when somebody without permission sends the request of a person who has it (${tag})`, async ({ browser }) => {
    const target = team.targetFor(tag)
    const page = await openAs(browser, team.owner, { javaScriptEnabled: tag === 'js' })
    for (const [name, form] of Object.entries(FORMS))
      await test.step(name, async () => {
        const path = await form.prepare(target)
        const button = await fillForm(page, path, form, target, tag === 'js')
        const recorded = await interceptPost(page, () => button.click())
        expect(recorded.headers['next-action'] !== undefined).toBe(tag === 'js')
        const before = await team.readState()
        for (const sender of SENDERS)
          if (!(form.roles as readonly string[]).includes(sender)) await expectRefused(team, name, sender, recorded)
        expect(await team.readState(), 'after the requests without permission').toBe(before)
        if (form.isOnce || form.deletesTeam || form.changesNothing) return
        // A request context for this form only: creating a team changes the team that the cookies name.
        const owner = await request.newContext({ storageState: team.owner.login })
        expect((await send(owner, recorded)).status()).toBeLessThan(400)
        await owner.dispose()
        expect(await team.readState(), "after the owner's request").not.toBe(before)
      })
    await page.context().close()
  })

test("the palette's activation is refused when a reader or somebody who is not signed in sends its request", async ({ browser }) => {
  await team.targetFor('palette').post('/agents', { agent_id: 'sleepy' })
  const page = await openAs(browser, team.owner)
  await openWithScripts(page, '/account')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Search agents/).fill('activate sleepy')
  const recorded = await interceptPost(page, () => page.getByRole('option', { name: 'Activate sleepy' }).click())
  const before = await team.readState()
  for (const sender of ['reader', 'anonymous'] as const) await expectRefused(team, 'palette: activate', sender, recorded)
  expect(await team.readState()).toBe(before)
  await page.context().close()
})
