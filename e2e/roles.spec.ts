import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Page, request, test } from '@playwright/test'
import { type Role, signIn } from './people'
import { heldBack, send } from './posts'
import { type Action, AGENT_ACTS, type Scene } from './roles-acts'
import { TEAM_ACTS } from './roles-acts-of-teams'
import { type Cast, gather, OTHERS } from './roles-cast'
import { expectRefused, openAs } from './roles-checks'
import { ANSWERS, addressOf, PAGES, ROLES } from './roles-pages'

// One team and one person of each role for the whole file: its tests run one after another.
test.describe.configure({ mode: 'default', timeout: 120_000 })

const ACTIONS: Record<string, Action> = { ...AGENT_ACTS, ...TEAM_ACTS }

/** Of the portal's own forms, which each person uses for themselves: tested below and in people-*.spec.ts. */
const OWN_ACTS = [
  ': signOut',
  ': switchTeam',
  'account: changeOwnPassword',
  'account: signOutOfAll',
  'account: signOutOne',
  'settings/members: leave',
] as const

let cast: Cast
test.beforeAll(async ({ browser, baseURL }) => {
  test.setTimeout(120_000)
  cast = await gather(browser, baseURL)
})

const PORTAL = fileURLToPath(new URL('../app/(portal)', import.meta.url))
const filesNamed = (name: string) =>
  readdirSync(PORTAL, { recursive: true, encoding: 'utf8' })
    .filter((path) => path === name || path.endsWith(`/${name}`))
    .map((path) => `/${path.slice(0, -name.length - 1)}`)

test('the tables name every page, every answer and every act of the portal', () => {
  expect(Object.keys(PAGES).toSorted()).toEqual(filesNamed('page.tsx').toSorted())
  expect(Object.keys(ANSWERS).toSorted()).toEqual(filesNamed('route.ts').toSorted())
  const acts = filesNamed('actions.ts').flatMap((folder) =>
    [...readFileSync(`${PORTAL}${folder}/actions.ts`, 'utf8').matchAll(/^export (?:async function|const) (\w+)/gm)].map(
      ([, name]) => `${folder.slice(1)}: ${name}`,
    ),
  )
  const named = [...Object.keys(ACTIONS).map((act) => act.replace(/ \(.*/, '')), ...OWN_ACTS, 'palette: activate']
  expect([...new Set(named)].toSorted()).toEqual(acts.toSorted())
})

for (const role of ROLES)
  test(`each page opens for a ${role}, or says that it is not for that role`, async ({ browser }) => {
    const page = await openAs(browser, cast, role, { javaScriptEnabled: false })
    for (const [folder, { may, heading }] of Object.entries(PAGES)) {
      const isOpen = (may as readonly Role[]).includes(role)
      const answer = await page.goto(addressOf(folder, cast.session))
      expect(answer?.status(), folder).toBe(isOpen ? 200 : 403)
      await expect(page.getByRole('heading', { level: 1 }), folder).toHaveText(isOpen ? heading : "You don't have access to this page")
    }
    await page.context().close()
  })

for (const who of OTHERS)
  test(`files and questions of the portal are answered to a ${who} as their role allows`, async () => {
    for (const [folder, { may, query, type, holds }] of Object.entries(ANSWERS)) {
      const answer = await cast.as[who].get(addressOf(folder, cast.session) + query, { maxRedirects: 0 })
      const text = await answer.text()
      if (who === 'stranger') {
        expect(answer.status(), folder).toBe(307)
        expect(answer.headers().location, folder).toMatch(/^\/signin/)
      } else if (who === 'neighbour') {
        expect(answer.status(), folder).toBe(folder.includes('[') ? 404 : 200)
        expect(text, folder).not.toContain(cast.session)
      } else if ((may as readonly string[]).includes(who)) {
        expect(answer.status(), folder).toBe(200)
        expect(answer.headers()['content-type'], folder).toContain(type)
        expect(text, folder).toContain(holds)
      } else {
        expect(answer.status(), folder).toBe(403)
        expect(text, folder).not.toContain(holds)
      }
    }
  })

/** Opens the page of an act and does what comes before its button; gives the button. */
async function prepared(page: Page, path: string, act: Action, scene: Scene, hasScripts = true) {
  expect((await page.goto(path))?.status(), path).toBe(200)
  // Its forms work before its scripts run, but send another post then.
  if (hasScripts) await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
  const words = act.inside?.(scene)
  if (words)
    await page
      .getByText(words, { exact: true })
      .or(page.getByLabel(words, { exact: true }))
      .first()
      .click()
  await act.fill?.(page, scene)
  return page.getByRole('button', { name: act.button(scene), exact: true })
}

for (const tag of ['js', 'plain'])
  test(`whoever may not do an act is refused when they send the very post of those who may (${tag})`, async ({ browser }) => {
    const scene = cast.sceneOf(tag)
    const page = await openAs(browser, cast, 'owner', { javaScriptEnabled: tag === 'js' })
    for (const [name, act] of Object.entries(ACTIONS)) {
      const path = await act.at(scene)
      const button = await prepared(page, path, act, scene, tag === 'js')
      const post = await heldBack(page, () => button.click())
      expect(post.headers['next-action'] !== undefined, name).toBe(tag === 'js')
      const before = await cast.stateOfTeam()
      for (const who of OTHERS) if (!(act.may as readonly string[]).includes(who)) await expectRefused(cast, name, who, post)
      expect(await cast.stateOfTeam(), `${name}: what others sent`).toBe(before)
      if (act.isOnce || act.isTheEnd) continue
      // Of their own, since founding a team leads on to it.
      const owner = await request.newContext({ storageState: cast.logins.owner })
      expect((await send(owner, post)).status(), name).toBeLessThan(400)
      await owner.dispose()
      expect(await cast.stateOfTeam(), `${name}: what the owner sent`).not.toBe(before)
    }
    await page.context().close()
  })

test('whoever may not activate is refused when they send what the palette sends', async ({ browser }) => {
  await cast.sceneOf('palette').ask('/agents', { agent_id: 'asleep' })
  const page = await openAs(browser, cast, 'owner')
  await page.goto('/account')
  await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Search agents/).fill('activate asleep')
  const post = await heldBack(page, () => page.getByRole('option', { name: 'Activate asleep' }).click())
  const before = await cast.stateOfTeam()
  for (const who of ['reader', 'stranger'] as const) await expectRefused(cast, 'palette: activate', who, post)
  expect(await cast.stateOfTeam()).toBe(before)
  await page.context().close()
})

for (const role of ROLES.toReversed())
  test(`a ${role} sees what they may do, and it works; nothing else is there`, async ({ browser }) => {
    const page = await openAs(browser, cast, role)
    const scene = cast.sceneOf(role)
    for (const [name, act] of Object.entries(ACTIONS))
      await test.step(name, async () => {
        if (!(act.may as readonly Role[]).includes(role)) return expectNotThere(page, act, scene)
        if (act.isTheEnd) return
        await page.context().clearCookies()
        await page.context().addCookies(cast.logins[role].cookies)
        await (await prepared(page, await act.at(scene), act, scene)).click()
        await act.done(page, scene)
      })
    await page.context().close()
  })

async function expectNotThere(page: Page, act: Action, scene: Scene): Promise<void> {
  await page.goto(await act.at(scene))
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Page not found')
  const anyOf = new RegExp(`^${act.button(scene).replace(scene.tag, '.*')}$`)
  await expect(page.getByRole('button', { name: anyOf, includeHidden: true })).toHaveCount(0)
}

test('each person signs out everywhere and comes back with a new password; leaves the team, save its last owner', async ({ browser }) => {
  for (const role of ['reader', 'member', 'admin'] as const) {
    const page = await openAs(browser, cast, role)
    await page.goto('/account')
    await page.getByLabel('Current password').fill(cast.team.owner.password)
    await page.getByLabel('New password').fill('quite another password')
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByText('Password changed.')).toBeVisible()
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await expect(page).toHaveURL(/\/signin$/)
    await signIn(page, { email: `${role}@${cast.host}`, password: 'quite another password' })
    await page.goto('/settings/members')
    await page.getByText(`Leave ${cast.team.team}…`).click()
    await page.getByRole('button', { name: `Leave ${cast.team.team}` }).click()
    if (role === 'admin')
      await expect(page.getByText('A team must have an owner')).toBeVisible() // the team was handed over to them
    else await expect(page.getByText("You're not in a team")).toBeVisible()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page).toHaveURL(/\/signin$/)
    await page.context().close()
  }
})
