import { expect, type Page, test } from '@playwright/test'
import {
  accessibilityFindings,
  appearanceFindings,
  conflictingClasses,
  contentWidth,
  cutTables,
  showDark,
  watchProblems,
} from './accessibility'
import { createTeam, openAs, type TestTeam } from './people'
import { PAGES, pathOf } from './roles-pages'
import { openWithScripts, waitForScripts } from './scripts'
import { activate, post, remember } from './team-api'

/** docs.spec.ts examines the pages of the documentation. */
const PUBLIC_PAGES = ['/signin', '/invite/none', '/invite/password/none', '/setup', '/nowhere']
let team: TestTeam
let pages: string[]
let memoryId: string
test.beforeAll(async ({ browser, request }) => {
  team = await createTeam(browser)
  const ended = await activate(request, team)
  const { memory_id = '' } = await remember(request, ended, { content: `${'long'.repeat(200)} <b>bold</b>` })
  memoryId = memory_id
  await post(request, team, '/agents/customer-support/deactivate')
  const active = await activate(request, team)
  const portalPages = Object.keys(PAGES).map((folder) => pathOf(folder, { sessionId: ended.session_id, memoryId }))
  pages = [...portalPages, '/memories?q=long', '/agents/nobody-has-this', `/sessions/${active.session_id}`]
})

/** Opens a page and waits until it is complete. Pages of the portal never become idle: they request changes every few seconds. */
async function open(page: Page, path: string): Promise<void> {
  if (PUBLIC_PAGES.includes(path)) await page.goto(path, { waitUntil: 'load' })
  else await openWithScripts(page, path)
}

test('every page is accessible, light and dark, fits a narrow window, logs no error and stays on this host', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(300_000)
  const visitor = await (await browser.newContext()).newPage()
  const owner = await openAs(browser, team.owner)
  for (const [page, paths] of [
    [visitor, PUBLIC_PAGES],
    [owner, pages],
  ] as const) {
    const problems = watchProblems(page, baseURL)
    for (const path of paths) {
      await examine(page, path)
      const found = problems.splice(0)
      expect.soft(NOT_FOUND.includes(path) ? found.filter((problem) => !problem.includes('status of 404')) : found, path).toEqual([])
    }
  }
})

async function examine(page: Page, path: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 720 })
  await open(page, path)
  await expect.soft(page.getByRole('heading', { level: 1 }), path).toHaveCount(1)
  expect.soft(await page.title(), path).toMatch(/.+ · Memanto$|^Memanto$/)
  expect.soft(await accessibilityFindings(page), path).toEqual([])
  expect.soft(await conflictingClasses(page), path).toEqual([])
  await showDark(page)
  expect.soft(await appearanceFindings(page), `${path}, dark`).toEqual([])
  for (const width of [...WIDE, A_ZOOM_OF_200, A_PHONE]) {
    await page.setViewportSize({ width, height: 740 })
    expect.soft(await contentWidth(page), `${path} at ${width}`).toBeLessThanOrEqual(width)
    expect.soft(await cutTables(page), `${path} at ${width}`).toEqual([])
  }
}

const WIDE = [1600, 1280, 1024]

const A_PHONE = 360
/** The width of a window of 1,280 pixels at this zoom. */
const A_ZOOM_OF_200 = 640

/** The browser itself logs that a document has the status 404. */
const NOT_FOUND = ['/agents/nobody-has-this', '/nowhere', '/invite/none', '/invite/password/none']

test('axe finds nothing in the palette and the phone menu', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { viewport: { width: 360, height: 740 } })
  await openWithScripts(page, '/')
  await page.getByLabel('Show menu').check({ force: true })
  expect(await accessibilityFindings(page)).toEqual([])
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await accessibilityFindings(page)).toEqual([])
})

test('axe finds nothing in the panel over a list, which fits a phone', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
  for (const path of [
    `/sessions?peek=${pages.at(-1)?.split('/').at(-1)}`,
    '/agents?peek=customer-support',
    '/agents?peek=nobody',
    `/memories?peek=${memoryId}`,
  ]) {
    await page.goto(path)
    await expect(page.getByRole('dialog')).toBeFocused()
    expect.soft(await accessibilityFindings(page), path).toEqual([])
    expect.soft(await conflictingClasses(page), path).toEqual([])
    expect.soft(await contentWidth(page), path).toBeLessThanOrEqual(360)
    await page.setViewportSize({ width: 1280, height: 740 })
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible() // the list is next to the panel, and no longer hidden
    expect.soft(await accessibilityFindings(page), `${path} at 1280`).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
  }
})

test('nothing moves up or down when the scripts of a page run', async ({ browser }) => {
  test.setTimeout(300_000)
  const page = await openAs(browser, team.owner)
  let letScriptsLoad = () => {}
  let scriptsMayLoad = Promise.resolve()
  await page.route(/\.js/, async (route) => {
    await scriptsMayLoad
    await route.continue()
  })
  for (const path of pages) {
    scriptsMayLoad = new Promise((resolve) => {
      letScriptsLoad = resolve
    })
    await page.goto(path, { waitUntil: 'commit' })
    await page.waitForFunction(() => document.readyState !== 'loading')
    await page.evaluate(() => document.fonts.ready)
    const before = await placesAtWidths(page)
    letScriptsLoad()
    await waitForScripts(page)
    const after = await placesAtWidths(page)
    const moved = before.filter(({ href, top }, index) => after[index]?.href !== href || Math.abs(after[index].top - top) > LINE_PX)
    expect.soft(moved, path).toEqual([])
  }
})

/** Times are shorter in the viewer's words, which can save a line. */
const LINE_PX = 20

/** The places of the links of a page on a phone and in a wide window. */
async function placesAtWidths(page: Page) {
  const places = []
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    places.push(...(await placesOf(page)).map((place) => ({ ...place, width })))
  }
  return places
}

/** How far down the links of a page are, except those that scripts replace by the menu of a row. */
const placesOf = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('main a[href]')]
      .filter((link) => link.checkVisibility() && !link.ariaLabel?.startsWith('Actions for'))
      .map((link) => ({ href: link.href, top: Math.round(link.getBoundingClientRect().top) })),
  )
