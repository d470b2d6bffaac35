import { expect, type Page, type Route, test } from '@playwright/test'
import { accessibilityFindings } from './accessibility'
import { createTeam, openAs, openUserMenu, signIn } from './people'
import { openWithScripts, waitForScripts } from './scripts'

/** Holds back the scripts of the next pages. Returns a function that lets them continue. */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  const waiting: Route[] = []
  const scripts = /\/_next\/static\/.*\.js/
  await page.route(scripts, (route) => void waiting.push(route))
  return async () => {
    await page.unroute(scripts)
    await Promise.all(waiting.map((route) => route.continue().catch(() => undefined))) // the page may have cancelled it
  }
}

test('a dialog gets the focus, keeps it, and gives it back to its button when it closes', async ({ page, browser }) => {
  await signIn(page, (await createTeam(browser)).owner)
  await openWithScripts(page, '/agents')
  const button = page.getByRole('button', { name: 'New agent' })
  await button.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New agent' })
  await expect(dialog.getByLabel('Agent id')).toBeFocused()
  expect(await accessibilityFindings(page)).toEqual([])
  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press('Tab')
    await expect(dialog.locator(':focus')).toHaveCount(1)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(button).toBeFocused()
})

test('a menu closes with Escape, by a click elsewhere, and when one of its links is followed', async ({ page, browser }) => {
  await signIn(page, (await createTeam(browser)).owner)
  await openWithScripts(page, '/agents')
  const menu = page.getByRole('dialog', { name: 'Your account' })
  await openUserMenu(page)
  await expect(menu.getByRole('link', { name: 'Account' })).toBeVisible()
  expect(await accessibilityFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await expect(page.getByLabel(/, your account$/)).toBeFocused()
  await openUserMenu(page)
  await page.getByRole('heading', { level: 1 }).click()
  await expect(menu).toHaveCount(0)
  await openUserMenu(page)
  await menu.getByRole('link', { name: 'Account' }).click()
  await expect(page).toHaveURL('/account')
  await expect(menu).toHaveCount(0)
})

test('what was opened and typed before the scripts ran is still there afterwards, and is sent', async ({ page, browser }) => {
  await signIn(page, (await createTeam(browser)).owner)
  const release = await holdScripts(page)
  await page.goto('/agents', { waitUntil: 'commit' })
  await page.getByText('New agent', { exact: true }).click()
  await page.getByLabel('Agent id').fill('early-bird')
  await release()
  await waitForScripts(page)
  await expect(page.getByLabel('Agent id')).toHaveValue('early-bird')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'early-bird' })).toBeVisible()
})

test('without JavaScript dialogs and menus open in the page', async ({ browser }) => {
  const { owner } = await createTeam(browser)
  const page = await openAs(browser, owner, { javaScriptEnabled: false })
  await page.goto('/agents/customer-support')
  await page.getByText('Edit agent', { exact: true }).click()
  await page.getByLabel('Description').fill('Answers by night')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Answers by night').first()).toBeVisible()
  await openUserMenu(page)
  await page.getByRole('link', { name: 'Account', exact: true }).click()
  await expect(page).toHaveURL('/account')
})

test('the page of components does not exist in production', async ({ page }) => {
  expect((await page.goto('/design'))?.status()).toBe(404)
})
