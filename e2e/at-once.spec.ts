import { type Browser, expect, type Page, test } from '@playwright/test'
import { post } from './agents-at-work'
import { newEmail, newTeam, signIn, type TestTeam } from './people'

test.describe.configure({ timeout: 60_000 })
test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

/** Two browsers of one team, each with a page. */
async function two(browser: Browser, page: Page): Promise<{ team: TestTeam; other: Page }> {
  const team = await newTeam(browser)
  const other = await (await browser.newContext()).newPage()
  for (const each of [page, other]) await signIn(each, team.owner)
  return { team, other }
}

test('of two people who rotate a key at once one gets an error, and the new secret of the other keeps working', async ({
  page,
  browser,
  request,
}) => {
  const { other } = await two(browser, page)
  for (const each of [page, other]) {
    await each.goto('/settings/api-keys')
    await each.getByLabel('Rotate First key', { exact: true }).click()
  }
  await page.getByRole('button', { name: 'Rotate key First key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Copy key' }).click()
  const key = await page.evaluate(() => navigator.clipboard.readText())
  await other.getByRole('button', { name: 'Rotate key First key' }).click()
  await expect(other.getByRole('main').getByRole('alert')).toContainText('Someone else just rotated this key')
  expect((await request.get('/api/v2/agents', { headers: { authorization: `Bearer ${key}` } })).status()).toBe(200)
})

test('an agent that is deleted while its panel is open: the panel leads to words, and no act passes', async ({ page, browser }) => {
  const { team, other } = await two(browser, page)
  await post(page, team, '/agents/customer-support/activate')
  await page.goto('/agents')
  await page.getByRole('region', { name: 'Agents' }).getByRole('link', { name: 'customer-support' }).click()
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'customer-support' })).toBeVisible()
  await other.goto('/agents/customer-support')
  await other.getByText('Get a session token…').click()
  const gone = await page.request.delete('/api/v2/agents/customer-support', { headers: { authorization: `Bearer ${team.apiKey}` } })
  expect(gone.ok()).toBe(true)
  await page.reload()
  await expect(page.getByRole('dialog').getByText('It may have been deleted, or belong to another of your teams.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('No agents yet')).toBeVisible()
  await expect(other.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible({ timeout: 15_000 })
})

test('the focus stays near what was done: on the button, on the new link, in the page when its row went', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await post(page, team, '/agents/customer-support/activate')
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  await page.getByRole('button', { name: 'Extend by 6 h' }).press('Enter')
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Extend by 6 h' })).toBeFocused()
  await page.goto('/settings/api-keys')
  await page.getByLabel('Rotate First key', { exact: true }).click()
  await page.getByRole('button', { name: 'Rotate key First key' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Close anyway' }).press('Enter')
  await expect(page.getByLabel('Rotate First key', { exact: true })).toBeFocused()
  await page.goto('/settings/members')
  await page.getByLabel('E-mail', { exact: true }).fill('guest@example.com')
  await page.getByLabel('E-mail', { exact: true }).press('Enter')
  await expect(page.getByRole('button', { name: 'Copy invite link' })).toBeFocused()
  await page.getByRole('button', { name: 'Withdraw invite for guest@example.com' }).press('Enter')
  await expect(page.getByText('No pending invites')).toBeVisible()
  await expect(page.getByText('Send this link to guest@example.com')).toHaveCount(0)
  await expect(page.getByRole('main')).toBeFocused()
})

test('an invite that is withdrawn while it is accepted: either the person is in, or the link is dead', async ({ page, browser }) => {
  await two(browser, page)
  const email = newEmail('guest')
  await page.goto('/settings/members')
  await page.getByLabel('E-mail', { exact: true }).fill(email)
  await page.getByRole('button', { name: 'Create invite link' }).click()
  const link = await page.getByRole('status').getByText('/invite/').textContent()
  const guest = await (await browser.newContext()).newPage()
  await guest.goto(new URL(link ?? '').pathname)
  await guest.getByLabel('Your name').fill('Linus')
  await guest.getByLabel('Password').fill('a long enough password')
  await Promise.all([
    guest.getByRole('button', { name: /join/ }).click(),
    page.getByRole('button', { name: `Withdraw invite for ${email}` }).click(),
  ])
  const isIn = guest.getByRole('heading', { level: 1, name: /^Team / })
  const isOut = guest.getByText(/withdrawn|no longer works/).first()
  await expect(isIn.or(isOut)).toBeVisible()
  const members = (await isIn.isVisible()) ? '2 people' : '1 person'
  await page.reload()
  await expect(page.getByText(members)).toBeVisible()
  await expect(page.getByText('No pending invites')).toBeVisible()
})
