import { expect, type Page, test } from '@playwright/test'
import { accessibilityFindings } from './accessibility'
import { addMember, createTeam, openAs, signIn } from './people'
import { openWithScripts, waitForScripts } from './scripts'

const menu = (page: Page) => page.getByRole('dialog', { name: 'Views' })
const viewLink = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

/** Saves the filters of the page under a name. Its menu stays open. */
async function saveView(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Views' }).click()
  await menu(page).getByLabel('Name of the view').fill(name)
  await menu(page).getByRole('button', { name: 'Save view' }).click()
  await expect(menu(page).getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'true')
}

test('filters are saved under a name, opened again, renamed, and deleted with Undo', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/sessions?status=active&range=7d&peek=nothing')
  await page.getByRole('link', { name: 'Close panel' }).click()
  await expect(page).toHaveURL('/sessions?status=active&range=7d')
  await waitForScripts(page)
  await saveView(page, 'Running this week')
  expect(await accessibilityFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Views' })).toBeFocused()
  await page.getByRole('link', { name: 'Clear' }).click()
  await expect(page).toHaveURL('/sessions')
  await page.getByRole('button', { name: 'Views' }).click()
  await expect(menu(page).getByText('Set filters or an order first.')).toBeVisible()
  await viewLink(page, 'Running this week').click()
  await expect(page).toHaveURL('/sessions?range=7d&status=active')
  await expect(menu(page)).toHaveCount(0)

  await page.getByRole('button', { name: 'Views' }).click()
  await menu(page).getByLabel('Name of the view').fill('Running this week')
  await menu(page).getByRole('button', { name: 'Save view' }).click()
  await expect(menu(page).getByText('Name of the view is already in use.')).toBeVisible()
  await menu(page).getByLabel('Change view Running this week').click()
  await menu(page).getByLabel('New name of view Running this week').fill('Weekly')
  await menu(page).getByRole('button', { name: 'Rename view Running this week' }).click()
  await expect(viewLink(page, 'Weekly')).toBeVisible()
  await menu(page).getByRole('button', { name: 'Delete view Weekly' }).click()
  await expect(page.getByText('View deleted.')).toBeVisible()
  await expect(viewLink(page, 'Weekly')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undone. View saved.')).toBeVisible()
  await openWithScripts(page, '/sessions')
  await page.getByRole('button', { name: 'Views' }).click()
  await expect(viewLink(page, 'Weekly')).toHaveAttribute('href', '/sessions?range=7d&status=active')
})

test('a view keeps every value of a filter that has several', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories?type=fact&type=goal')
  await saveView(page, 'Facts and goals')
  await expect(viewLink(page, 'Facts and goals')).toHaveAttribute('href', /type=fact.*goal/)
})

test('a colleague does not see the views of a person, and each list has its own', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await openWithScripts(page, '/agents?sort=name')
  await saveView(page, 'By name')
  await openWithScripts(page, '/summaries')
  await page.getByRole('button', { name: 'Views' }).click()
  await expect(viewLink(page, 'By name')).toHaveCount(0)
  const colleague = await openAs(browser, await addMember(page, 'admin'))
  await openWithScripts(colleague, '/agents?sort=name')
  expect(await colleague.content()).not.toContain('By name')
  await colleague.getByRole('button', { name: 'Views' }).click()
  await expect(viewLink(colleague, 'By name')).toHaveCount(0)
})

test('without JavaScript a reader saves, opens and deletes a view', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const plain = await openAs(browser, await addMember(page, 'reader'), { javaScriptEnabled: false })
  for (const path of ['/agents?sort=name', '/memories?status=all', '/summaries?range=7d']) {
    await plain.goto(path)
    await plain.getByText('Views', { exact: true }).click()
    await plain.getByLabel('Name of the view').fill('Mine')
    await plain.getByRole('button', { name: 'Save view' }).click()
    await plain.goto(path.split('?')[0] ?? '')
    await plain.getByText('Views', { exact: true }).click()
    await viewLink(plain, 'Mine').click()
    await expect(plain).toHaveURL(path)
    await plain.getByText('Views', { exact: true }).click()
    await plain.getByLabel('Change view Mine').click()
    await plain.getByRole('button', { name: 'Delete view Mine' }).click()
    await plain.goto(path)
    await expect(viewLink(plain, 'Mine')).toHaveCount(0)
  }
})

test('what is saved is read by the page first: no parameter of another page or site is kept', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const plain = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await plain.goto('/settings/audit?action=key')
  await plain.getByText('Views', { exact: true }).click()
  await plain
    .locator('input[name=query]')
    .first()
    .evaluate((field: HTMLInputElement) => {
      field.value = 'action=key&cursor=abc&next=https://elsewhere.example&from=yesterday#@elsewhere.example'
    })
  await plain.getByLabel('Name of the view').fill('Changed on the way')
  await plain.getByRole('button', { name: 'Save view' }).click()
  await plain.goto('/settings/audit')
  await plain.getByText('Views', { exact: true }).click()
  await expect(viewLink(plain, 'Changed on the way')).toHaveAttribute('href', '/settings/audit?action=key')
})
