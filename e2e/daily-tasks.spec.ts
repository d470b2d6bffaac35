import { expect, type Locator, type Page, test } from '@playwright/test'
import { waitForMidnightIfNear } from './midnight'
import { addMember, createTeam, newEmail, openAs, type TestTeam } from './people'
import { openWithScripts } from './scripts'
import { activate, post, remember } from './team-api'

// What a team does every day, without a mouse: only keys are pressed, and what is used is reached with Tab.

test.describe.configure({ mode: 'default' })

const DAY_MS = 24 * 3_600_000

let team: TestTeam
let page: Page
test.beforeAll(waitForMidnightIfNear)
test.beforeAll(async ({ browser, request }) => {
  team = await createTeam(browser)
  const ended = await activate(request, team)
  await remember(request, ended, { content: 'Ada wants a purchase order on each invoice.' })
  await remember(request, ended, { content: 'Ada moved to the office in Oslo.', occurred_at: new Date(Date.now() - DAY_MS).toISOString() })
  await activate(request, team, 'billing-bot')
  for (const agent of ['billing-bot', 'customer-support']) await post(request, team, `/agents/${agent}/deactivate`)
  await activate(request, team, 'billing-bot', { duration_hours: 0.3 })
  const failed = await request.get('/api/v2/agents/nobody', { headers: { authorization: `Bearer ${team.apiKey}` } })
  expect(failed.status()).toBe(404)
  page = await openAs(browser, team.owner, { acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'] })
  // Calls are written to the request log within a second or so.
  await expect.poll(async () => (await page.request.get('/settings/requests?status=error')).text()).toContain('agent_not_found')
})
test.afterAll(() => page.context().close())
test.beforeEach(() => openWithScripts(page, '/'))

const MOST_TABS = 120

/** Presses a key until an element has the focus: Tab, or a key that moves through a list. */
async function tabTo(target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < MOST_TABS; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} does not reach ${target}.`)
}

async function press(target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(target)
  await page.keyboard.press(key)
}

/** Opens a row of a list with the keys of lists. */
async function openRow(index: number): Promise<void> {
  await tabTo(main().locator('a[data-row]').nth(index), 'j')
  await page.keyboard.press('Enter')
}

async function type(target: Locator, text: string): Promise<void> {
  await tabTo(target)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

const goTo = (name: string) => press(page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: new RegExp(`^${name}`) }))
const main = () => page.getByRole('main')
const dialog = () => page.getByRole('dialog').last()
const button = (within: Locator, name: string) => within.getByRole('button', { name, exact: true })

test('a session that ends soon is found and extended', async () => {
  await expect(main().getByText(/^\d+m \d+s left$/)).toBeVisible()
  await press(button(main(), 'Extend billing-bot by 6 h'))
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
})

test('it is found who ended a session', async () => {
  await goTo('Sessions')
  await expect(page).toHaveURL('/sessions')
  await expect(main().getByText('deactivated').first()).toBeVisible()
  await openRow(1)
  await expect(dialog().getByText('deactivated').first()).toBeVisible()
  await expect(dialog().getByText('First key').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog()).toHaveCount(0)
})

test('it is found what an agent learned yesterday', async () => {
  await goTo('Agents')
  await expect(page).toHaveURL('/agents')
  await press(main().getByRole('link', { name: 'customer-support', exact: true }))
  await press(dialog().getByRole('link', { name: 'Open full page' }))
  await press(page.getByRole('navigation', { name: /customer-support/ }).getByRole('link', { name: /^Memories/ }))
  await expect(page).toHaveURL('/agents/customer-support/memories')
  await expect(
    main()
      .getByRole('region', { name: /^Yesterday/ })
      .getByText('Ada moved to the office in Oslo.'),
  ).toBeVisible()
})

test('the memories of a session are read in their order', async () => {
  await goTo('Sessions')
  await expect(page).toHaveURL('/sessions')
  await openRow(2)
  await press(dialog().getByRole('link', { name: 'Open full page' }))
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(/Ada wants a purchase order .*Ada moved to the office/)
})

test('a memory is found by what it says, corrected, and its earlier text seen', async () => {
  await goTo('Memories')
  await expect(page).toHaveURL('/memories')
  await type(page.getByLabel('Search memories'), 'purchase order')
  await page.keyboard.press('Enter')
  await expect(page.locator('mark').first()).toBeVisible()
  await press(main().getByRole('link', { name: 'Ada wants a purchase order' }))
  await expect(dialog().getByText('First key (key)').first()).toBeVisible()
  await press(button(dialog(), 'Edit'))
  await type(dialog().getByLabel('Content'), 'Ada wants a purchase order on each letter.')
  await press(button(dialog(), 'Save memory'))
  await expect(page.getByText('Memory saved.')).toBeVisible()
  await expect(dialog().locator('del')).toHaveText(['invoice'])
  await expect(dialog().locator('ins')).toHaveText(['letter'])
})

test('the agents are compared', async () => {
  await goTo('Summaries')
  await press(page.getByRole('link', { name: 'By agent' }))
  for (const name of [/^customer-support/, /^billing-bot/]) await expect(page.getByRole('row', { name })).toContainText('1')
})

test('it is found where a key was used, and what ends with it', async () => {
  await goTo('API keys')
  await press(page.getByRole('link', { name: 'First key', exact: true }))
  await expect(dialog().getByRole('row', { name: /127\.0\.0\.1|::1/ })).toBeVisible()
  await press(dialog().getByLabel('Revoke First key', { exact: true }))
  await press(dialog().getByRole('link', { name: '1 open session' }))
  await expect(page).toHaveURL(/^[^?]*\/sessions\?/)
  await expect(page.getByRole('region', { name: 'Sessions', exact: true })).toContainText('billing-bot')
})

test('a key is created for 30 days that may only read, and another is revoked', async () => {
  await goTo('API keys')
  await press(main().getByText('New key', { exact: true }))
  await type(page.getByLabel('Name', { exact: true }), 'Continuous integration')
  await tabTo(page.locator('[name=preset]:checked'))
  while (!(await page.getByRole('radio', { name: /^Read only/ }).isChecked())) await page.keyboard.press('ArrowDown')
  await type(page.getByLabel(/^Expires/).first(), 'In 30 days')
  await expect(
    page
      .getByLabel(/^Expires/)
      .first()
      .locator('option:checked'),
  ).toHaveText('In 30 days')
  await press(button(page.locator('body'), 'Create key'))
  await press(button(dialog(), 'Copy key'))
  await expect(button(dialog(), 'Done')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^mk_live_/)
  await press(button(dialog(), 'Done'))
  await expect(page.getByRole('row').filter({ hasText: 'Continuous integration' })).toContainText('Read only')
  await press(page.getByRole('link', { name: 'First key', exact: true }))
  await press(dialog().getByLabel('Revoke First key', { exact: true }))
  await type(dialog().getByLabel('Reason'), 'It was in a public repository')
  await press(button(dialog(), 'Revoke key First key'))
  await expect(page.getByText(/^Key revoked\./)).toBeVisible()
})

test('everything of an agent is exported', async () => {
  await goTo('Agents')
  await expect(page).toHaveURL('/agents')
  await press(main().getByRole('link', { name: 'customer-support', exact: true }))
  await press(dialog().getByRole('link', { name: 'Open full page' }))
  await press(button(main(), 'More actions'))
  const file = page.waitForEvent('download')
  await press(dialog().getByRole('link', { name: /^Export/ }))
  expect((await file).suggestedFilename()).toMatch(/customer-support/)
})

test('a file is imported into an agent', async () => {
  await goTo('Memories')
  await press(page.getByRole('link', { name: 'Import', exact: true }))
  await type(page.getByRole('combobox', { name: 'Import into agent' }), 'billing-bot')
  await tabTo(page.getByLabel('File'))
  const choosing = page.waitForEvent('filechooser')
  await page.keyboard.press('Space')
  const buffer = Buffer.from(`${JSON.stringify({ content: 'Invoices are sent on Fridays.' })}\n`)
  await (await choosing).setFiles({ name: 'memories.jsonl', mimeType: 'application/jsonl', buffer })
  await press(button(main(), 'Import 1 memory into billing-bot'))
  await expect(page.getByText('1 memory imported into billing-bot.')).toBeVisible()
})

test('a member is removed', async () => {
  const email = newEmail('leaving')
  await addMember(page, 'reader', email, 'Leaving Person')
  await goTo('Members')
  await press(main().locator('summary', { hasText: 'Manage Leaving Person' }))
  await type(page.getByLabel(/^To remove Leaving Person/), email)
  await press(button(main(), 'Remove from team'))
  await expect(page.getByText(/^Member removed\./)).toBeVisible()
})

test('calls that failed are found', async () => {
  await goTo('Requests')
  await press(page.getByRole('link', { name: /^All errors/ }))
  await expect(page).toHaveURL('/settings/requests?status=error')
  await expect(page.getByRole('list', { name: 'Requests' }).getByText('agent_not_found').first()).toBeVisible()
})
