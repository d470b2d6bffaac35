import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { accessibilityFindings, contentWidth } from './accessibility'
import { addMember, createAnotherTeam, createTeam, openAs, signIn, type TestTeam } from './people'
import { openDialog, openWithScripts } from './scripts'
import { activate, post, remember } from './team-api'

const TEXT = 'Ada prefers e-mail.'
const row = (page: Page, text = TEXT) => page.getByRole('main').getByRole('listitem').filter({ hasText: text })
const openMenu = (page: Page, text = TEXT) => openDialog(page, `Actions for ${text}`)

/** Stores a memory. Returns its id. */
async function store(request: APIRequestContext, team: TestTeam): Promise<string> {
  const { memory_id = '' } = await remember(request, await activate(request, team), { content: TEXT })
  return memory_id
}

const changePolicy = async (request: APIRequestContext, { apiKey }: TestTeam, data: object) => {
  const headers = { authorization: `Bearer ${apiKey}` }
  expect((await request.patch('/api/v2/memory-policy', { headers, data })).ok()).toBe(true)
}

test('the menu of a memory copies its id, opens it and deletes it, which Undo takes back', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const id = await store(page.request, team)
  await signIn(page, team.owner)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await openWithScripts(page, '/memories')
  const menu = await openMenu(page)
  expect(await accessibilityFindings(page)).toEqual([])
  await menu.getByRole('button', { name: 'Copy id' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(id)
  await expect(menu.getByRole('button', { name: 'Approve' })).toHaveCount(0)
  await menu.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Memory deleted.')).toBeVisible()
  await expect(row(page)).toHaveCount(0)
  await expect(page).toHaveURL('/memories')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undone. Memory restored.')).toBeVisible()
  await openMenu(page)
  await menu.getByRole('link', { name: 'Open' }).click()
  await expect(page).toHaveURL(`/memories/${id}`)
})

test('the menu of a quarantined memory approves it as it is shown, and nothing when it was changed or deleted meanwhile', async ({
  page,
  browser,
}) => {
  const team = await createTeam(browser)
  for (const content of ['A doubtful text.', 'Another doubtful text.', 'A changed text.'])
    await post(page.request, team, '/agents/customer-support/import', { content, trust: 'quarantined' })
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories?trust=quarantined')
  const approve = async (text: string, before?: () => Promise<void>) => {
    const menu = await openMenu(page, text)
    await before?.()
    await menu.getByRole('button', { name: 'Approve' }).click()
  }
  await approve('A doubtful text.')
  await expect(page.getByText('Memory approved.')).toBeVisible()
  await expect(row(page, 'A doubtful text.')).toHaveCount(0)
  await page.getByRole('switch', { name: 'Live updates' }).click() // a live update would change the row with its open menu
  await expect(page.getByRole('switch', { name: 'Live updates' })).toHaveAccessibleName('Live updates: Paused')
  const headers = { authorization: `Bearer ${team.apiKey}` }
  const { memories } = await (await page.request.get('/api/v2/memories?trust=quarantined', { headers })).json()
  const pathOf = (text: string) =>
    `/api/v2/agents/customer-support/memories/${memories.find(({ content }: { content: string }) => content === text).id}`
  await approve('A changed text.', async () => {
    expect((await page.request.patch(pathOf('A changed text.'), { headers, data: { content: 'An unread text.' } })).ok()).toBe(true)
  })
  await expect(page.getByRole('alert').filter({ hasText: 'is at version 2, not 1' })).toBeVisible()
  await expect(row(page, 'An unread text.')).toContainText('Quarantined')
  await approve('An unread text.')
  await expect(row(page, 'An unread text.')).toHaveCount(0)
  await approve('Another doubtful text.', async () => {
    expect((await page.request.delete(pathOf('Another doubtful text.'), { headers })).ok()).toBe(true)
  })
  await expect(page.getByRole('alert').filter({ hasText: 'no such memory' })).toBeVisible()
})

test('where deleted memories are not kept, the menu asks before it deletes', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await store(page.request, team)
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories')
  const menu = await openMenu(page)
  await changePolicy(page.request, team, { deletion_grace_days: 0 })
  await menu.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was deleted' })).toBeVisible()
  await openMenu(page)
  await menu.getByText('Delete…').click()
  await expect(menu.getByText('This can’t be undone')).toBeVisible()
  await menu.getByRole('button', { name: 'Delete memory' }).click()
  await expect(page.getByText('Memory permanently deleted.')).toBeVisible()
  await expect(page.getByText('No memories yet')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
})

test('a reader can only open and copy, and without JavaScript the button of a memory leads to its page', async ({ browser, request }) => {
  const team = await createTeam(browser)
  const id = await store(request, team)
  const plain = await openAs(browser, team.owner, { javaScriptEnabled: false })
  const reader = await addMember(plain, 'reader')
  await plain.goto('/memories')
  await plain.getByRole('link', { name: `Actions for ${TEXT}` }).click()
  await expect(plain).toHaveURL(`/memories/${id}`)
  await expect(plain.getByRole('button', { name: 'Delete memory' })).toBeVisible()
  await plain.context().close()
  const page = await openAs(browser, reader)
  await openWithScripts(page, '/memories')
  const menu = await openMenu(page)
  await expect(menu.getByRole('link')).toHaveText(['Open'])
  await expect(menu.getByRole('button')).toHaveText(['Copy id'])
  await expect(page.locator('main form[id]')).toHaveCount(0)
  await page.context().close()
})

test('on a phone the choices of the memories and the filters of the audit log are folded', async ({ browser, request }) => {
  const team = await createTeam(browser)
  await store(request, team)
  const page = await openAs(browser, team.owner, { viewport: { width: 360, height: 740 } })
  for (const [path, filter] of [
    ['/memories', page.getByRole('list', { name: 'Status', exact: true })],
    ['/settings/audit', page.getByLabel('By or about key')],
  ] as const) {
    await openWithScripts(page, path)
    await expect(filter).toBeHidden()
    await page.getByLabel('Show filters').check({ force: true })
    await expect(filter).toBeVisible()
    expect(await contentWidth(page)).toBeLessThanOrEqual(360)
  }
  await page.context().close()
})

test('the list of keys of a new team has a button that opens the form for one, as often as it is pressed', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await createAnotherTeam(page, 'Another team')
  const form = page.getByRole('dialog', { name: 'New key', exact: true })
  await openWithScripts(page, '/settings/api-keys')
  for (let times = 0; times < 2; times++) {
    await page.getByRole('link', { name: 'Create an API key' }).click()
    await expect(form).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(form).toHaveCount(0)
  }
})
