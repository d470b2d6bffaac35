import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { conflictingClasses } from './accessibility'
import { openAs, type Role } from './people'
import { FORMS } from './roles-forms'
import { DATA, PAGES, pathOf, ROLES, UPLOADS, WRITERS } from './roles-pages'
import { createRolesTeam, type RolesTeam, SENDERS } from './roles-team'

// The tests of this file share a team with a member of each role, so they run one after another.
test.describe.configure({ mode: 'default' })

/** Actions with which people change only their own login or membership: tested in roles-forms.spec.ts and in other specs. */
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
    // A reader sees no form that would say which team it is.
    const page = await (await team.requests[sender === 'outsider' ? sender : 'owner'].get('/agents')).text()
    const [, shown = ''] = /name="shown_team" value="([^"]+)"/.exec(page) ?? []
    const path = `/memories/import/file?agent_id=customer-support&shown_team=${shown}`
    const foreign = await team.requests[sender].post(path, { ...sent, headers: { origin: 'https://elsewhere.example' } })
    expect(foreign.status()).toBe(sender === 'anonymous' ? 307 : 400)
    expect(await team.readState()).toBe(before)
    const response = await team.requests[sender].post(path, { ...sent, headers: { origin: new URL(baseURL ?? '').origin } })
    const isAllowed = (WRITERS as readonly string[]).includes(sender)
    expect(response.status()).toBe(sender === 'anonymous' ? 307 : isAllowed || sender === 'outsider' ? 200 : 403)
    expect((await team.readState()) === before).toBe(!isAllowed)
  })
