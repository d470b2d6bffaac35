import { expect, type Locator, type Page, test } from '@playwright/test'
import { accessibilityFindings, contentWidth } from './accessibility'
import { createAnotherTeam, createTeam, openAs, signIn, type TestTeam } from './people'
import { openWithScripts } from './scripts'
import { activate, remember } from './team-api'

/** Returns the accessible name of the element with the focus. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement
    const label = element.labels?.[0]?.textContent?.replace(element.textContent, '')
    return (element.ariaLabel ?? label ?? element.textContent).trim()
  })
}

/** Presses Tab several times. Returns the names of the elements that get the focus. */
async function namesByTab(page: Page, times: number): Promise<string[]> {
  const names: string[] = []
  for (let time = 0; time < times; time++) {
    await page.keyboard.press('Tab')
    names.push(await focusedName(page))
  }
  return names
}

/** What gets the focus before a page's content, in this order. */
const navigationOf = ({ name, owner }: TestTeam) => [
  'Skip to content',
  'Memanto',
  `${name}, teams`,
  'Search or run a command',
  ...['Dashboard', 'Agents', 'Memories', 'Sessions', 'Summaries'],
  ...['API keys', 'Members', 'Team', 'Audit log', 'Requests'],
  ...['Docs', 'Help with errors'],
  `${owner.email}, your account`,
  'Collapse navigation',
]

/** The first elements of a page's content that get the focus. */
const CONTENT = {
  '/': ['Live updates: Live', 'Dismiss', 'Activate it', 'Copy command'],
  '/agents/customer-support': [
    ...['Agents', 'Copy agent id', 'Live updates: Live', 'More actions', 'Duration', 'Activate'],
    ...['Overview', 'Memories', 'Sessions', 'Activity', 'Settings'],
  ],
  '/settings/api-keys': [
    ...['New key', 'Sort by', 'Keyboard shortcuts', 'Display: columns and row height', 'Team keys'],
    ...['Key', 'Last used', 'Expires', 'Created', 'First key', 'Manage First key'],
  ],
}

test('Tab moves the focus through the navigation in reading order, and the skip link jumps past it', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const navigation = navigationOf(team)
  for (const [path, names] of Object.entries(CONTENT)) {
    await openWithScripts(page, path)
    expect(await namesByTab(page, navigation.length), path).toEqual(navigation)
    expect(await namesByTab(page, names.length), path).toEqual(names)
    await openWithScripts(page, path)
    await page.keyboard.press('Tab')
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport()
    await page.keyboard.press('Enter')
    expect(await namesByTab(page, names.length), `${path}, by the skip link`).toEqual(names)
    expect(await page.locator('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])').count()).toBe(0)
  }
})

const LONG_NAME = 'The team with the longest name of all teams that there ever were'

test('the menu of teams fits every width, even with a long team name, and switches teams', async ({ page, browser }) => {
  const { name, owner } = await createTeam(browser)
  await signIn(page, owner)
  await createAnotherTeam(page, LONG_NAME)
  const teams = page.getByRole('button', { name: `${LONG_NAME}, teams` })
  await expect(teams).toBeVisible()
  for (const width of [1280, 768, 360]) {
    await page.setViewportSize({ width, height: 740 })
    const [bar, button] = [await page.getByRole('banner').boundingBox(), await teams.boundingBox()]
    expect((button?.x ?? 0) + (button?.width ?? 0), `${width} px`).toBeLessThanOrEqual((bar?.x ?? 0) + (bar?.width ?? 0))
  }
  await teams.click()
  await page.getByRole('dialog', { name: 'Teams' }).getByRole('button', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('without JavaScript the menu of teams switches teams too', async ({ page, browser }) => {
  const { name, owner } = await createTeam(browser)
  await signIn(page, owner)
  await createAnotherTeam(page, 'Second team')
  const plain = await (await browser.newContext({ storageState: await page.context().storageState(), javaScriptEnabled: false })).newPage()
  await plain.goto('/sessions')
  await plain.getByLabel('Second team, teams').click()
  await plain.getByRole('button', { name }).click()
  await expect(plain.getByRole('heading', { level: 1, name })).toBeVisible()
})

test('a narrow navigation stays narrow on the next page, and its links have their names', async ({ page, browser }) => {
  await signIn(page, (await createTeam(browser)).owner)
  await openWithScripts(page, '/sessions')
  const rail = page.getByRole('banner')
  await page.getByRole('button', { name: 'Collapse navigation' }).click()
  await expect.poll(async () => (await rail.boundingBox())?.width).toBeLessThan(80)
  await openWithScripts(page, '/summaries')
  expect((await rail.boundingBox())?.width).toBeLessThan(80)
  await page.getByRole('link', { name: 'Agents', exact: true }).click()
  await expect(page).toHaveURL('/agents')
  await page.getByRole('button', { name: 'Expand navigation' }).click()
  await expect.poll(async () => (await rail.boundingBox())?.width).toBeGreaterThan(200)
})

test('the menu of a phone covers the page instead of moving it, and another page closes it', async ({ browser }) => {
  const page = await openAs(browser, (await createTeam(browser)).owner, { viewport: { width: 360, height: 740 } })
  await openWithScripts(page, '/agents')
  await expect(page.getByRole('button', { name: 'Search or run a command' })).not.toContainText(/Ctrl|⌘/, { useInnerText: true })
  const title = page.getByRole('heading', { level: 1 })
  const before = await title.boundingBox()
  await page.getByLabel('Show menu').check({ force: true })
  await expect(page.getByRole('link', { name: 'Audit log' })).toBeVisible()
  expect(await title.boundingBox()).toEqual(before)
  await page.getByRole('link', { name: 'Summaries' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Summaries' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Audit log' })).toBeHidden()
})

test('no page is wider than the screen, even with long names of a person and a team', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const { session_id } = await activate(page.request, team)
  await signIn(page, team.owner)
  const name = 'The longest name that anybody ever had '.repeat(4).trim()
  await page.goto('/account')
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Name saved.')).toBeVisible()
  await page.goto('/settings/team')
  await page.getByLabel('Team name').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Settings saved.')).toBeVisible()
  await page.goto(`/sessions/${session_id}`)
  await page.getByText('End session…').click()
  await page.getByRole('button', { name: 'End session', exact: true }).click()
  await expect(page.getByText(`by ${name}`).first()).toBeVisible()
  const nameInMenu = page.getByRole('banner').getByTitle(name).last()
  expect((await nameInMenu.boundingBox())?.width, 'the name in the navigation').toBeLessThan(200)
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 740 })
    for (const path of ['/sessions', `/sessions?peek=${session_id}`, `/sessions/${session_id}`, '/settings/members']) {
      await page.goto(path)
      expect.soft(await contentWidth(page), `${path}, ${width} px`).toBeLessThanOrEqual(width)
    }
  }
})

test('on a phone short facts stand side by side, and long ones take the whole width', async ({ browser, request }) => {
  const team = await createTeam(browser)
  const agent = 'an-agent-with-a-rather-long-name-that-needs-more-than-one-line-1'
  const session = await activate(request, team, agent)
  const { memory_id } = await remember(request, session, { content: 'Ada likes tea.', source: 'a document'.repeat(9) }, agent)
  const page = await openAs(browser, team.owner, { viewport: { width: 360, height: 740 } })
  for (const [path, pair] of Object.entries({
    [`/sessions/${session.session_id}`]: ['Recalls made', 'Extensions'],
    [`/sessions?peek=${session.session_id}`]: ['Recalls made', 'Extensions'],
    [`/memories/${memory_id}`]: ['Confidence', 'Recalled'],
    [`/memories?peek=${memory_id}`]: ['Confidence', 'Recalled'],
    [`/agents/${agent}`]: ['Sessions', 'Created'],
  })) {
    await page.goto(path)
    const lists = page.locator('.facts').filter({ has: page.getByRole('term').filter({ hasText: pair[0] }) })
    await expect(lists.first(), path).toBeVisible()
    const facts = await factsIn(lists.last())
    const [first, second] = pair.map((name) => facts.find((fact) => fact.name === name))
    expect(second, `${path}: ${pair.join(' and ')}`).toMatchObject({ top: first?.top, width: first?.width })
    for (const { name, width, whole } of facts) if (name === 'Agent' || name === 'Source') expect(width, `${path}, ${name}`).toBe(whole)
    expect(facts.filter(({ isCut }) => isCut)).toEqual([])
    expect(await contentWidth(page), path).toBeLessThanOrEqual(360)
    expect(await accessibilityFindings(page), path).toEqual([])
  }
  await page.context().close()
})

/** Where the facts of a list are, how wide they and the list are, and whether something sticks out of them. */
const factsIn = (list: Locator) =>
  list.evaluate((element) =>
    [...element.children].map((fact) => {
      const { top, width } = fact.getBoundingClientRect()
      const name = fact.querySelector('dt')?.textContent ?? ''
      const isCut = fact.scrollWidth > fact.clientWidth
      return { name, top: Math.round(top), width: Math.round(width), whole: Math.round(element.getBoundingClientRect().width), isCut }
    }),
  )
