import { expect, type Page, type Request, type Route, test } from '@playwright/test'
import { accessibilityFindings } from './accessibility'
import { createTeam, openAs, openUserMenu, signIn } from './people'
import { holdScripts, openDialog, openWithScripts, SCRIPTS, waitForScripts } from './scripts'

/** Opens a page, and holds back the scripts that its HTML does not name: those that are loaded later. Returns a function that lets them continue. */
async function holdLaterScripts(page: Page, path: string): Promise<() => Promise<void>> {
  const waiting: Route[] = []
  const html = await (await page.request.get(path)).text()
  const isLater = ({ pathname }: URL) => SCRIPTS.test(pathname) && !html.includes(pathname.replace('/_next/', ''))
  await page.route(isLater, (route) => void waiting.push(route))
  await openWithScripts(page, path)
  return async () => {
    await page.unroute(isLater)
    await Promise.all(waiting.map((route) => route.continue().catch(() => undefined))) // the page may have cancelled it
  }
}

for (const [name, title] of [
  ['New agent', 'New agent'],
  [/, your account$/, 'Your account'],
] as const)
  test(`while the code of "${title}" is on its way its button is busy, and another click does not close it`, async ({ page, browser }) => {
    await signIn(page, (await createTeam(browser)).owner)
    const release = await holdLaterScripts(page, '/agents')
    const button = page.getByRole('button', { name })
    await button.click()
    await expect(button).toHaveAttribute('aria-busy', 'true')
    expect(await accessibilityFindings(page)).toEqual([])
    await button.click()
    await release()
    await expect(page.getByRole('dialog', { name: title })).toBeVisible()
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  })

test('a double click opens a dialog or a menu, and does not close it again', async ({ page, browser }) => {
  await signIn(page, (await createTeam(browser)).owner)
  await openWithScripts(page, '/agents')
  for (const [name, title] of [
    [/, your account$/, 'Your account'],
    ['New agent', 'New agent'],
  ] as const) {
    const dialog = page.getByRole('dialog', { name: title })
    await page.getByRole('button', { name }).dblclick()
    await expect(dialog).toBeVisible()
    await page.mouse.click(5, 5)
    await expect(dialog).toHaveCount(0)
  }
})

test('dialogs are loaded after the page: the first click opens one, even when the connection is lost by then', async ({
  page,
  browser,
}) => {
  await signIn(page, (await createTeam(browser)).owner)
  const html = await (await page.request.get('/agents')).text()
  const later = { begun: 0, finished: 0 }
  const count = (name: keyof typeof later) => (request: Request) => {
    const { pathname } = new URL(request.url())
    if (SCRIPTS.test(pathname) && !html.includes(pathname.replace('/_next/', ''))) later[name]++
  }
  page.on('request', count('begun'))
  page.on('requestfinished', count('finished'))
  await openWithScripts(page, '/agents')
  await expect.poll(() => later.finished).toBeGreaterThan(0)
  let before = 0
  const areAllLoaded = () => {
    const isUnchanged = later.begun === before
    before = later.begun
    return isUnchanged && later.finished === later.begun
  }
  await expect.poll(areAllLoaded, { intervals: [1_000] }).toBe(true)
  await page.context().setOffline(true)
  await openDialog(page, 'New agent')
})

test('a dialog that cannot be loaded says so, and the next click tries again', async ({ page, browser }) => {
  await signIn(page, (await createTeam(browser)).owner)
  const release = await holdLaterScripts(page, '/agents')
  await page.context().setOffline(true)
  await release()
  await page.getByRole('button', { name: 'New agent' }).click()
  await expect(page.getByText('This could not be loaded. Check the connection and try again.')).toBeVisible()
  await page.context().setOffline(false)
  await openDialog(page, 'New agent')
})

test('a form in which nobody has typed shows what is so now', async ({ page, browser, request }) => {
  const { owner, apiKey } = await createTeam(browser)
  await signIn(page, owner)
  await openWithScripts(page, '/agents/customer-support/settings')
  const changeElsewhere = async (description: string) => {
    const headers = { authorization: `Bearer ${apiKey}` }
    expect((await request.patch('/api/v2/agents/customer-support', { headers, data: { description } })).ok()).toBe(true)
    await expect(page.getByText(description, { exact: true }).first()).toBeVisible()
  }
  const [field, button] = [page.getByLabel('Description'), page.getByRole('button', { name: 'Save changes' })]
  for (const round of ['first', 'second']) {
    await changeElsewhere(`Changed elsewhere, the ${round} time`)
    await expect(field).toHaveValue(`Changed elsewhere, the ${round} time`)
    await field.fill(`Changed here, the ${round} time`)
    await button.press('Enter')
    await expect(page.getByText(`Changed here, the ${round} time`).first()).toBeVisible()
    await expect(field).toHaveValue(`Changed here, the ${round} time`)
    await expect(button).toBeFocused()
  }
})

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
  await page.goto('/agents')
  await page.getByText('New agent', { exact: true }).click()
  await page.getByLabel('Agent id').fill('billing-bot')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'billing-bot' })).toBeVisible()
  await page.getByLabel('More actions', { exact: true }).click()
  await page.getByRole('link', { name: 'Connect from code' }).click()
  await expect(page).toHaveURL('/agents/billing-bot/settings#connect')
  await openUserMenu(page)
  await page.getByRole('link', { name: 'Account', exact: true }).click()
  await expect(page).toHaveURL('/account')
})

test('the page of components does not exist in production', async ({ page }) => {
  expect((await page.goto('/design'))?.status()).toBe(404)
})
