import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, expect, type Page, request, test } from '@playwright/test'
import { type Role, signIn } from './people'
import { heldBack, type Post, send } from './posts'
import { type Action, AGENT_ACTS, type Scene } from './roles-acts'
import { TEAM_ACTS } from './roles-acts-of-teams'
import { type Cast, gather, OTHERS } from './roles-cast'
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

async function openAs(browser: Browser, role: Role, options: object = {}): Promise<Page> {
  return (await browser.newContext({ storageState: cast.logins[role], ...options })).newPage()
}

for (const role of ROLES)
  test(`each page opens for a ${role}, or says that it is not for that role`, async ({ browser }) => {
    const page = await openAs(browser, role, { javaScriptEnabled: false })
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
    const page = await openAs(browser, 'owner', { javaScriptEnabled: tag === 'js' })
    for (const [name, act] of Object.entries(ACTIONS)) {
      const path = await act.at(scene)
      const button = await prepared(page, path, act, scene, tag === 'js')
      const post = await heldBack(page, () => button.click())
      expect(post.headers['next-action'] !== undefined, name).toBe(tag === 'js')
      const before = await cast.stateOfTeam()
      for (const who of OTHERS) if (!(act.may as readonly string[]).includes(who)) await expectRefused(name, who, post)
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
  const page = await openAs(browser, 'owner')
  await page.goto('/account')
  await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Search agents/).fill('activate asleep')
  const post = await heldBack(page, () => page.getByRole('option', { name: 'Activate asleep' }).click())
  const before = await cast.stateOfTeam()
  for (const who of ['reader', 'stranger'] as const) await expectRefused('palette: activate', who, post)
  expect(await cast.stateOfTeam()).toBe(before)
  await page.context().close()
})

/** A page that runs shows the sentence in the form; a plain form leads to a page that says it. */
async function expectRefused(name: string, who: (typeof OTHERS)[number], post: Post): Promise<void> {
  const answer = await send(cast.as[who], post)
  const attempt = `${name}, sent by a ${who}`
  const isPlain = post.headers['next-action'] === undefined
  const ledTo = answer.headers()[isPlain ? 'location' : 'x-action-redirect']
  if (who === 'neighbour') return // may do it, in their own team
  if (who === 'stranger') return expect(ledTo, attempt).toMatch(/^\/signin/)
  if (isPlain) return expect([answer.status(), ledTo], attempt).toEqual([303, '/refused'])
  expect(await answer.text(), attempt).toMatch(/may not do this|Only owners/)
}

for (const role of ROLES.toReversed())
  test(`a ${role} sees what they may do, and it works; nothing else is there`, async ({ browser }) => {
    const page = await openAs(browser, role)
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

for (const role of ROLES)
  test(`a ${role} ends a login of their own; the very post of the form ends none when somebody else sends it`, async ({ browser }) => {
    // Of a browser that no other login comes from: the button is named after it.
    const elsewhere = await (await browser.newContext({ userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0' })).newPage()
    const email = role === 'owner' ? cast.team.owner.email : `${role}@${cast.host}`
    await signIn(elsewhere, { email, password: cast.team.owner.password })
    const statusElsewhere = async () => (await elsewhere.request.get('/account', { maxRedirects: 0 })).status()
    for (const hasScripts of [true, false]) {
      const page = await openAs(browser, role, { javaScriptEnabled: hasScripts })
      await page.goto('/account')
      if (hasScripts) await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
      const button = page.getByRole('button', { name: 'Sign out of Firefox on Windows', exact: true })
      const post = await heldBack(page, () => button.click())
      expect(post.headers['next-action'] !== undefined).toBe(hasScripts)
      const before = await cast.stateOfTeam()
      for (const who of OTHERS) {
        if (who === role) continue
        if (who === 'stranger') await expectRefused('account: signOutOne', who, post)
        else expect((await send(cast.as[who], post)).status(), who).toBeLessThan(400)
        expect(await statusElsewhere(), `sent by a ${who}`).toBe(200)
      }
      expect(await cast.stateOfTeam()).toBe(before)
      await page.context().close()
    }
    const page = await openAs(browser, role)
    await page.goto('/account')
    const entry = page.getByRole('list', { name: 'Logins' }).getByRole('listitem').filter({ hasText: 'Firefox on Windows' })
    await entry.getByRole('button').click()
    await expect(entry).toHaveCount(0)
    expect(await statusElsewhere()).toBe(307)
    await elsewhere.context().close()
    await page.context().close()
  })

test('each person signs out everywhere and comes back with a new password; leaves the team, save its last owner', async ({ browser }) => {
  for (const role of ['reader', 'member', 'admin'] as const) {
    const page = await openAs(browser, role)
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
