import { expect, type Page, test } from '@playwright/test'
import { contentWidth } from './accessibility'
import { createTeam, signIn } from './people'
import { openWithScripts } from './scripts'
import { activate } from './team-api'

/** Returns the accessible name of the element with the focus. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement
    const label = element.labels?.[0]?.textContent
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

const NAVIGATION = ['Skip to content', 'Memanto', 'Search or run a command', 'Sign out', 'Dashboard', 'Agents', 'Sessions', 'Summaries']
const SETTINGS = ['API keys', 'Members', 'Team', 'Audit log', 'Requests', 'Account', 'Light', 'Dark', 'System']

/** The first elements of a page's content that get the focus. */
const CONTENT = {
  '/': ['Live updates', 'Activate it', 'Copy command'],
  '/agents/customer-support': ['Live updates', 'Copy agent id', '0 memories', '0 sessions', 'Duration', 'Activate'],
  '/settings/api-keys': ['Keyboard shortcuts', 'New key', 'Team keys', 'First key', 'Manage First key'],
}

test('Tab moves the focus through the navigation in reading order, and the skip link jumps past it', async ({ page, browser }) => {
  const { owner } = await createTeam(browser)
  await signIn(page, owner)
  for (const [path, names] of Object.entries(CONTENT)) {
    await openWithScripts(page, path)
    expect(await namesByTab(page, NAVIGATION.length + SETTINGS.length), path).toEqual([...NAVIGATION, ...SETTINGS])
    expect(await namesByTab(page, names.length), path).toEqual(names)
    await openWithScripts(page, path)
    await page.keyboard.press('Tab')
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport()
    await page.keyboard.press('Enter')
    expect(await namesByTab(page, names.length), `${path}, by the skip link`).toEqual(names)
    expect(await page.locator('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])').count()).toBe(0)
  }
})

test('the team switch fits the sidebar, even with a long team name', async ({ page, browser }) => {
  const { owner } = await createTeam(browser)
  await signIn(page, owner)
  await page.goto('/account')
  await page.getByText('Create another team').click()
  await page.getByLabel('Team name').fill('The team with the longest name of all teams that there ever were')
  await page.getByRole('button', { name: 'Create team' }).click()
  const sidebar = page.getByRole('banner')
  await expect(sidebar.getByLabel('Team', { exact: true })).toBeVisible()
  for (const width of [1280, 768, 360]) {
    await page.setViewportSize({ width, height: 740 })
    if (width === 360) await page.getByLabel('Show menu').check({ force: true })
    const box = await sidebar.boundingBox()
    const button = await sidebar.getByRole('button', { name: 'Switch' }).boundingBox()
    expect((button?.x ?? 0) + (button?.width ?? 0), `${width} px`).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0))
  }
  await page.getByLabel('Team', { exact: true }).selectOption({ index: 0 })
  await sidebar.getByRole('button', { name: 'Switch' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Team / })).toBeVisible()
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
  await page.locator('summary', { hasText: 'End session' }).click()
  await page.getByRole('button', { name: 'End session' }).click()
  await expect(page.getByText(`by ${name}`).first()).toBeVisible()
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 740 })
    for (const path of ['/sessions', `/sessions?peek=${session_id}`, `/sessions/${session_id}`, '/settings/members']) {
      await page.goto(path)
      if (path === '/settings/members') await page.getByText(`Leave ${name}…`).click()
      expect.soft(await contentWidth(page), `${path}, ${width} px`).toBeLessThanOrEqual(width)
    }
  }
})
