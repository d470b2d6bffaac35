import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Page, request, test } from '@playwright/test'
import { conflictingClasses } from './accessibility'
import { openAs, openUserMenu, type Role, signIn, signInByForm } from './people'
import { interceptPost, send } from './recorded-posts'
import { AGENT_FORMS, type FormCase, type Target } from './roles-agent-forms'
import { MEMORY_FORMS } from './roles-memory-forms'
import { DATA, PAGES, pathOf, ROLES, UPLOADS, WRITERS } from './roles-pages'
import { createRolesTeam, expectRefused, type RolesTeam, SENDERS } from './roles-team'
import { TEAM_FORMS } from './roles-team-forms'
import { openWithScripts, waitForScripts } from './scripts'

// The tests of this file share a team with a member of each role, so they run one after another.
test.describe.configure({ mode: 'default' })

const FORMS: Record<string, FormCase> = { ...AGENT_FORMS, ...MEMORY_FORMS, ...TEAM_FORMS }

/** Actions with which people change only their own login or membership: tested at the end of this file and in other specs. */
const OWN_ACTIONS = [
  ': signOut',
  ': switchTeam',
  'account: changeOwnPassword',
  'account: signOutOfAll',
  'account: signOutOne',
  'settings/members: leave',
]

let team: RolesTeam
test.beforeAll(async ({ browser, baseURL }) => {
  team = await createRolesTeam(browser, baseURL)
})

const PORTAL = fileURLToPath(new URL('../app/(portal)', import.meta.url))
const foldersWith = (file: string) =>
  readdirSync(PORTAL, { recursive: true, encoding: 'utf8' })
    .filter((path) => path === file || path.endsWith(`/${file}`))
    .map((path) => `/${path.slice(0, -file.length - 1)}`)

test('the tables of these tests have every page, file and action of the portal', () => {
  expect(Object.keys(PAGES).toSorted()).toEqual(foldersWith('page.tsx').toSorted())
  expect([...Object.keys(DATA), ...UPLOADS].toSorted()).toEqual(foldersWith('route.ts').toSorted())
  const actions = foldersWith('actions.ts').flatMap((folder) =>
    [...readFileSync(`${PORTAL}${folder}/actions.ts`, 'utf8').matchAll(/^export (?:async function|const) (\w+)/gm)].map(
      ([, name]) => `${folder.slice(1)}: ${name}`,
    ),
  )
  const tested = [...Object.keys(FORMS).map((form) => form.replace(/ \(.*/, '')), ...OWN_ACTIONS, 'palette: activate']
  expect([...new Set(tested)].toSorted()).toEqual(actions.toSorted())
})

for (const role of ROLES)
  test(`a ${role} can open exactly the pages of that role`, async ({ browser }) => {
    const page = await openAs(browser, team.members[role], { javaScriptEnabled: false })
    for (const [folder, { roles, heading }] of Object.entries(PAGES)) {
      const isAllowed = (roles as readonly Role[]).includes(role)
      const response = await page.goto(pathOf(folder, team))
      expect(response?.status(), folder).toBe(isAllowed ? 200 : 403)
      expect(await conflictingClasses(page), folder).toEqual([])
      await expect(page.getByRole('heading', { level: 1 }), folder).toHaveText(isAllowed ? heading : "You don't have access to this page")
    }
    await page.context().close()
  })

for (const sender of SENDERS)
  test(`files and data of the portal are sent only to roles that may see them (${sender})`, async () => {
    for (const [folder, { roles, query, type, contains }] of Object.entries(DATA)) {
      const response = await team.requests[sender].get(pathOf(folder, team) + query, { maxRedirects: 0 })
      const text = await response.text()
      if (sender === 'anonymous') {
        expect(response.status(), folder).toBe(307)
        expect(response.headers().location, folder).toMatch(/^\/signin/)
      } else if (sender === 'outsider') {
        expect(response.status(), folder).toBe(folder.includes('[') ? 404 : 200)
        expect(text, folder).not.toContain(team.sessionId)
      } else if ((roles as readonly string[]).includes(sender)) {
        expect(response.status(), folder).toBe(200)
        expect(response.headers()['content-type'], folder).toContain(type)
        expect(text, folder).toContain(contains)
      } else {
        expect(response.status(), folder).toBe(403)
        expect(text, folder).not.toContain(contains)
      }
    }
  })

for (const sender of SENDERS)
  test(`a file is imported only for roles that may write memories (${sender})`, async ({ baseURL }) => {
    const before = await team.readState()
    const sent = { data: JSON.stringify({ content: `Imported by ${sender}` }), maxRedirects: 0 }
    const path = '/memories/import/file?agent_id=customer-support'
    const foreign = await team.requests[sender].post(path, { ...sent, headers: { origin: 'https://elsewhere.example' } })
    expect(foreign.status()).toBe(sender === 'anonymous' ? 307 : 400)
    expect(await team.readState()).toBe(before)
    const response = await team.requests[sender].post(path, { ...sent, headers: { origin: new URL(baseURL ?? '').origin } })
    const isAllowed = (WRITERS as readonly string[]).includes(sender)
    expect(response.status()).toBe(sender === 'anonymous' ? 307 : isAllowed || sender === 'outsider' ? 200 : 403)
    expect((await team.readState()) === before).toBe(!isAllowed)
  })

/** Opens a form and fills it in. Returns its button. */
async function fillForm(page: Page, path: string, form: FormCase, target: Target, hasScripts = true) {
  expect((await page.goto(path))?.status(), path).toBe(200)
  if (hasScripts) await waitForScripts(page)
  const summary = form.summary?.(target)
  if (summary)
    await page
      .getByText(summary, { exact: true })
      .or(page.getByLabel(summary, { exact: true }))
      .first()
      .click()
  await form.fill?.(page, target)
  return page.getByRole('button', { name: form.button(target), exact: true })
}

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
    await page.getByText(`Leave ${team.name}…`).click()
    await page.getByRole('button', { name: `Leave ${team.name}`, exact: true }).click()
    if (role === 'admin') {
      await expect(page.getByText('A team must have an owner')).toBeVisible() // an earlier test transferred the ownership to the admin
      await page.keyboard.press('Escape')
      await openUserMenu(page)
    } else await expect(page.getByText("You're not in a team")).toBeVisible()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page).toHaveURL(/\/signin$/)
    await page.context().close()
  }
})
