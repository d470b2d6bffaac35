import { expect, type Page, test } from '@playwright/test'
import { activate, newTeam, signIn } from './people'

test.describe.configure({ timeout: 60_000 })

/** What has the focus, by the name that is heard: a label, or its words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement
    const label = element.labels?.[0]?.textContent
    return (element.ariaLabel ?? label ?? element.textContent).trim()
  })
}

async function tabbed(page: Page, times: number): Promise<string[]> {
  const names: string[] = []
  for (let time = 0; time < times; time++) {
    await page.keyboard.press('Tab')
    names.push(await focused(page))
  }
  return names
}

const SHELL = ['Skip to content', 'Memanto', 'Search or run a command', 'Sign out', 'Dashboard', 'Agents', 'Sessions', 'Summaries']
const REST_OF_SHELL = ['API keys', 'Members', 'Team', 'Audit log', 'Account', 'Light', 'Dark', 'System']

/** Where the focus goes in the page itself, after the skip link. */
const INSIDE = {
  '/': ['Live updates', 'Activate it', 'Copy command'],
  '/agents/customer-support': ['Live updates', 'Copy agent id', '0 memories', '0 sessions', 'Duration', 'Activate'],
  '/settings/api-keys': ['Rotate First key', 'Rate limit of First key', 'Revoke First key', 'Name'],
}

test('the focus goes through the shell in the order in which it is read, and the skip link past it', async ({ page, browser }) => {
  const { owner } = await newTeam(browser)
  await signIn(page, owner)
  for (const [path, inside] of Object.entries(INSIDE)) {
    await page.goto(path)
    await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
    expect(await tabbed(page, SHELL.length + REST_OF_SHELL.length), path).toEqual([...SHELL, ...REST_OF_SHELL])
    expect(await tabbed(page, inside.length), path).toEqual(inside)
    await page.goto(path)
    await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
    await page.keyboard.press('Tab')
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport()
    await page.keyboard.press('Enter')
    expect(await tabbed(page, inside.length), `${path}, past the shell`).toEqual(inside)
    expect(await page.locator('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])').count()).toBe(0)
  }
})

test('somebody in several teams switches in a sidebar that holds it all, however long a name', async ({ page, browser }) => {
  const { owner } = await newTeam(browser)
  await signIn(page, owner)
  await page.goto('/account')
  await page.getByText('Create another team').click()
  await page.getByLabel('Team name').fill('The team with the longest name of all teams that there ever were')
  await page.getByRole('button', { name: 'Create team' }).click()
  const shell = page.getByRole('banner')
  await expect(shell.getByLabel('Team', { exact: true })).toBeVisible()
  for (const width of [1280, 768, 360]) {
    await page.setViewportSize({ width, height: 740 })
    if (width === 360) await page.getByLabel('Show menu').check({ force: true })
    const side = await shell.boundingBox()
    const button = await shell.getByRole('button', { name: 'Switch' }).boundingBox()
    expect((button?.x ?? 0) + (button?.width ?? 0), `${width} px`).toBeLessThanOrEqual((side?.x ?? 0) + (side?.width ?? 0))
  }
  await page.getByLabel('Team', { exact: true }).selectOption({ index: 0 })
  await shell.getByRole('button', { name: 'Switch' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Team / })).toBeVisible()
})

test('no page gets wider than the screen, however long the names of a person and a team', async ({ page, browser }) => {
  const { owner, apiKey } = await newTeam(browser)
  const { session_id } = await activate(page.request, apiKey)
  await signIn(page, owner)
  const name = 'The longest name that anybody ever had '.repeat(4).trim()
  await page.goto('/account')
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
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
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `${path}, ${width} px`).toBeLessThanOrEqual(width)
    }
  }
})
