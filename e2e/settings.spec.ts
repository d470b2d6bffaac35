import { exec } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { accessibilityFindings } from './accessibility'
import { keyRow, openKey, openKeyForm } from './keys'
import { addMember, createTeam, openAs, signIn, type TestTeam } from './people'
import { openDialog, openWithScripts } from './scripts'
import { post } from './team-api'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

let team: TestTeam
test.beforeAll(async ({ browser }) => {
  team = await createTeam(browser)
})

const statusOf = async (request: APIRequestContext, key: string) =>
  (await request.get('/api/v2/agents', { headers: { authorization: `Bearer ${key}` } })).status()

async function createKey(page: Page, name: string): Promise<string> {
  await openKeyForm(page)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create key' }).click()
  return copyKey(page)
}

/** Copies the key that the dialog shows, and closes the dialog. */
async function copyKey(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog', { name: /^Copy the key/ })
  await dialog.getByRole('button', { name: 'Copy key' }).click()
  await expect(dialog.getByRole('button', { name: 'Done' })).toBeVisible()
  const key = await page.evaluate(() => navigator.clipboard.readText())
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toBeHidden()
  return key
}

test('a key is created, used, rotated with an overlap during which both secrets work, and revoked', async ({ page, request }) => {
  await signIn(page, team.owner)
  const first = await createKey(page, 'Night shift')
  expect(await statusOf(request, first)).toBe(200)

  const panel = await openKey(page, 'Night shift')
  await panel.getByLabel('Rotate Night shift', { exact: true }).click()
  await panel.getByRole('radio', { name: 'For 1 hour' }).check()
  await panel.getByRole('button', { name: 'Rotate key Night shift' }).click()
  const second = await copyKey(page)
  expect(second).not.toBe(first)
  expect([await statusOf(request, first), await statusOf(request, second)]).toEqual([200, 200])
  await expect(panel).toContainText('Rotating')
  for (const key of [first, second]) await expect(panel).toContainText(`…${key.slice(-4)}`)

  await panel.getByLabel('Revoke Night shift', { exact: true }).click()
  await expect(panel).toContainText('It has no open session.')
  await panel.getByLabel('Reason').fill('Its server was retired')
  await panel.getByRole('button', { name: 'Revoke key Night shift' }).click()
  await expect(panel).toContainText('Its server was retired')
  await expect(page.getByText('Key revoked. No sessions were ended.')).toBeVisible()
  expect([await statusOf(request, first), await statusOf(request, second)]).toEqual([401, 401])
  await expect(panel.getByLabel('Rotate Night shift', { exact: true })).toHaveCount(0)
  await page.getByRole('link', { name: 'Close panel' }).click()
  await expect(keyRow(page, 'Night shift')).toContainText('Its server was retired')
})

test('the first call of a read-only key works when it is pasted, and stores nothing', async ({ page, browser }) => {
  const { owner, apiKey } = await createTeam(browser)
  await signIn(page, owner)
  await openKeyForm(page)
  await page.getByLabel('Name').fill('Reports')
  await page.getByLabel('Read only').check()
  await page.getByRole('button', { name: 'Create key' }).click()
  const snippet =
    (await page
      .getByRole('dialog')
      .getByText(/^curl /)
      .textContent()) ?? ''
  expect(JSON.parse((await promisify(exec)(snippet)).stdout)).toMatchObject({ memories: [], count: 0 })
  const refused = await promisify(exec)(snippet.replace(/mk_live_\w+/, 'mk_live_wrong'))
  expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'invalid_api_key' })
  const { agents } = await (await page.request.get('/api/v2/agents', { headers: { authorization: `Bearer ${apiKey}` } })).json()
  expect(agents).toMatchObject([{ agent_id: 'customer-support', session_count: 0, memory_count: 0 }])
})

test('a rotation without overlap disables the old secret immediately', async ({ page, request }) => {
  await signIn(page, team.owner)
  const first = await createKey(page, 'Leaked')
  const panel = await openKey(page, 'Leaked')
  await panel.getByLabel('Rotate Leaked', { exact: true }).click()
  await panel.getByRole('radio', { name: 'No', exact: true }).check()
  await panel.getByRole('button', { name: 'Rotate key Leaked' }).click()
  const second = await copyKey(page)
  expect([await statusOf(request, first), await statusOf(request, second)]).toEqual([401, 200])
})

test('Back asks before it leaves a new key that was not copied, and not afterwards', async ({ page }) => {
  await signIn(page, team.owner)
  await openWithScripts(page, '/settings/members')
  await page.getByRole('link', { name: 'API keys', exact: true }).click()
  await page.getByText('New key', { exact: true }).click()
  await page.getByLabel('Name').fill('Not copied')
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog', { name: /^Copy the key/ })
  await expect(dialog).toBeVisible()
  const goBack = () => page.evaluate(() => history.back())
  const asked = page.waitForEvent('dialog')
  await goBack()
  const question = await asked
  expect(question.message()).toBe('The key has not been copied and will not be shown again. Leave this page?')
  await question.dismiss()
  await expect(page).toHaveURL(/\/settings\/api-keys$/)
  await expect(dialog).toContainText('mk_live_')
  await dialog.getByRole('button', { name: 'Copy key' }).click()
  await expect(dialog.getByRole('button', { name: 'Done' })).toBeVisible()
  await goBack()
  await expect(page).toHaveURL(/\/settings\/members$/)
})

test('the dialog with a new key does not close by accident, and afterwards the page does not contain the key', async ({ page }) => {
  await signIn(page, team.owner)
  await openKeyForm(page)
  await page.getByLabel('Name').fill('Shown once')
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('mk_live_')
  await page.keyboard.press('Escape')
  await page.mouse.click(2, 2)
  await expect(dialog).toBeVisible()
  expect(page.url()).not.toContain('mk_live')
  await dialog.getByRole('button', { name: 'Close anyway' }).click()
  await expect(dialog).toBeHidden()
  expect(await page.content()).not.toMatch(/mk_live_\w{10}_\w{20}/)
  await page.reload()
  expect(await page.content()).not.toMatch(/mk_live_\w{10}_\w{20}/)
})

/** The agents for which a key works, by the panel of the key. */
const agentsOf = async (page: Page, name: string) => (await openKey(page, name)).getByRole('definition').filter({ hasText: /-bot/ })

test('a key is limited to agents that are chosen one by one, by the keyboard too', async ({ page, browser, request }) => {
  const filled = await createTeam(browser)
  for (const agent of ['billing-bot', 'night-bot', 'sales-bot']) await post(request, filled, '/agents', { agent_id: agent })
  await signIn(page, filled.owner)
  await openWithScripts(page, '/settings/api-keys')
  const dialog = await openDialog(page, 'New key')
  await dialog.getByLabel('Name').fill('Two agents')
  await dialog.getByRole('radio', { name: 'Selected agents only' }).check()
  const field = dialog.getByRole('combobox', { name: 'Selected agents', exact: true })
  await field.fill('night')
  await expect(dialog.getByRole('option', { name: 'night-bot', selected: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('listbox')).toHaveCount(0)
  await expect(field).toHaveValue('')
  const chosen = dialog.getByRole('list', { name: 'Selected agents: chosen' }).getByRole('listitem')
  for (const [text, agent] of Object.entries({ night: 'night-bot', sales: 'sales-bot' })) {
    await field.fill(text)
    await expect(dialog.getByRole('option', { name: agent, selected: true })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(field).toHaveValue('')
    await expect(chosen.filter({ hasText: agent })).toBeVisible()
  }
  await field.fill('bill')
  await dialog.getByRole('option', { name: 'billing-bot' }).click()
  await expect(chosen).toHaveText(['night-bot', 'sales-bot', 'billing-bot'])
  await dialog.getByRole('button', { name: 'Remove sales-bot' }).click()
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('listbox')).toHaveCount(0)
  expect(await accessibilityFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await copyKey(page)
  await expect(page.getByRole('button', { name: 'New key' })).toBeFocused()
  await expect(await agentsOf(page, 'Two agents')).toHaveText(/billing-bot, night-bot|night-bot, billing-bot/)
})

test('a refused key form keeps what was entered', async ({ page }) => {
  await signIn(page, team.owner)
  await openKeyForm(page)
  await page.getByLabel('Name').fill('For nobody')
  await page.getByLabel('Custom', { exact: true }).check()
  await page.getByRole('button', { name: 'Create key' }).click()
  await expect(page.getByText('Permissions must contain at least one scope.')).toBeVisible()
  await expect(page.getByText('Check the marked fields.')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('For nobody')
  await expect(page.getByLabel('Custom', { exact: true })).toBeChecked()
})

test('without JavaScript a key is created, rotated and revoked, and shown on the page', async ({ browser, request }) => {
  const page = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await openKeyForm(page)
  await page.getByLabel('Name').fill('Plain')
  await page.getByLabel('Selected agents only').check()
  await page.getByLabel('Selected agents', { exact: true }).fill('customer-support, unknown-agent')
  await page.getByRole('button', { name: 'Create key' }).click()
  await expect(
    page
      .getByText(/unknown-agent/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()
  await page.getByLabel('Selected agents', { exact: true }).fill('customer-support')
  await page.getByRole('button', { name: 'Create key' }).click()
  const shown = page.getByRole('status').getByText(/^mk_live_/)
  const first = (await shown.textContent()) ?? ''
  expect(await statusOf(request, first)).toBe(200)

  await openKey(page, 'Plain')
  await page.getByLabel('Rotate Plain', { exact: true }).click()
  await page.getByRole('button', { name: 'Rotate key Plain' }).click()
  expect(await statusOf(request, (await shown.textContent()) ?? '')).toBe(200)

  const panel = await openKey(page, 'Plain')
  await page.getByLabel('Revoke Plain', { exact: true }).click()
  await panel.getByLabel('Reason').fill('Done')
  await page.getByRole('button', { name: 'Revoke key Plain' }).click()
  await expect(panel).toContainText('Revoked by')
  expect(await statusOf(request, first)).toBe(401)
  await page.context().close()
})

test('the team settings are saved, and the audit log shows the values before and after', async ({ page }) => {
  await signIn(page, team.owner)
  await page.goto('/settings/team')
  await page.getByLabel('Maximum session lifetime (hours)').fill('3')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Check the marked fields.')).toBeVisible()
  await expect(page.getByText('Maximum session lifetime (hours) must not be less than the default session length.')).toBeVisible()
  await expect(page.getByLabel('Maximum session lifetime (hours)')).toHaveValue('3')
  await page.getByLabel('Maximum session lifetime (hours)').fill('100')
  await page.getByLabel('Renew on use').check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Settings saved.')).toHaveCount(1)

  await page.goto('/settings/audit?action=team')
  const entry = page.getByRole('listitem').filter({ hasText: 'Changed team settings' })
  await entry.getByText('Changed team settings').click()
  await expect(entry.getByRole('row', { name: 'life cap hours 168 100' })).toBeVisible()
  await expect(entry.getByRole('row', { name: 'renew on use false true' })).toBeVisible()
})

/** Stores a memory of the type event that was last changed long ago. */
async function importOldEvent(request: APIRequestContext, { apiKey }: TestTeam, n: number): Promise<void> {
  const times = { created_at: '2020-01-01T00:00:00Z', updated_at: '2020-01-01T00:00:00Z' }
  const memory = { id: `mem_old${randomUUID().slice(0, 8)}`, content: `Old event ${n}`, type: 'event', ...times }
  await post(request, { apiKey }, '/agents/customer-support/import', memory)
}

for (const javaScriptEnabled of [true, false])
  test(`the rules for memories say what would expire before they are saved, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
    request,
  }) => {
    const filled = await createTeam(browser)
    for (const n of [1, 2]) await importOldEvent(request, filled, n)
    const page = await openAs(browser, filled.owner, { javaScriptEnabled })
    await (javaScriptEnabled ? openWithScripts(page, '/settings/team') : page.goto('/settings/team'))
    const save = page.getByRole('button', { name: 'Save memory rules' })
    const policy = async () =>
      (await request.get('/api/v2/memory-policy', { headers: { authorization: `Bearer ${filled.apiKey}` } })).json()
    const before = await policy()
    await page.getByRole('radio', { name: 'Refuse' }).check()
    await page.getByLabel('event', { exact: true }).fill('90')
    await page.getByRole('button', { name: 'Count what would expire' }).click()
    await expect(page.getByText('2 memories would expire at once. Nothing is saved yet.')).toBeVisible()
    await expect(page.getByText('event: 2.')).toBeVisible()
    await importOldEvent(request, filled, 3)
    await save.click()
    await expect(page.getByText('3 memories would expire at once. Nothing is saved yet.')).toBeVisible()
    expect(await policy()).toEqual(before)
    await expect(page.getByRole('radio', { name: 'Refuse' })).toBeChecked()
    await expect(page.getByLabel('event', { exact: true })).toHaveValue('90')
    await save.click()
    await expect(page.getByText('Memory rules saved.')).toHaveCount(1)
    expect(await policy()).toEqual({ ...before, redaction: 'refuse', retention: { event: 90 } })
    await expect(page.locator('input[name=seen][value*=refuse]')).toHaveCount(1) // the form shows what is stored

    await page.getByLabel('event', { exact: true }).fill('')
    await page.getByLabel('Deleted memories can be restored for (days)').fill('30')
    await save.click()
    await expect.poll(policy).toEqual({ redaction: 'refuse', retention: {}, deletion_grace_days: 30 })
    await page.goto('/settings/audit?action=team')
    const entry = page.getByRole('listitem').filter({ hasText: 'Changed team settings' }).first()
    await entry.getByText('Changed team settings').click()
    await expect(entry.getByRole('row', { name: 'deletion grace days 7 30' })).toBeVisible()
    await page.context().close()
  })

test('the panel of another key has nothing of what was entered and saved in the panel before', async ({ page, browser }) => {
  const { owner } = await createTeam(browser)
  await signIn(page, owner)
  for (const name of ['Key one', 'Key two']) await createKey(page, name)
  await openWithScripts(page, '/settings/api-keys')
  const panel = page.getByRole('dialog')
  await page.getByRole('link', { name: 'Key one', exact: true }).click()
  await panel.getByText('Allowed addresses', { exact: true }).click()
  await panel.getByLabel('Works from').fill('203.0.113.0/24')
  await panel.getByRole('button', { name: 'Save allowed addresses of Key one' }).click()
  await expect(panel.getByText('Saved. It applies')).toBeVisible()
  await page.getByRole('link', { name: 'Key two', exact: true }).click()
  await expect(panel.getByRole('heading', { name: 'Key two' })).toBeVisible()
  await expect(panel.getByText('Saved. It applies')).toHaveCount(0)
  await panel.getByText('Allowed addresses', { exact: true }).click()
  await expect(panel.getByLabel('Works from')).toHaveValue('')
})

test('rules for memories that somebody else changed meanwhile are not overwritten unseen', async ({ page, browser, request }) => {
  const { owner, apiKey } = await createTeam(browser)
  await signIn(page, owner)
  await openWithScripts(page, '/settings/team')
  const headers = { authorization: `Bearer ${apiKey}` }
  expect((await request.patch('/api/v2/memory-policy', { headers, data: { redaction: 'off' } })).ok()).toBe(true)
  const days = page.getByLabel('Deleted memories can be restored for (days)')
  await days.fill('14')
  await page.getByRole('button', { name: 'Save memory rules' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Somebody else changed these settings meanwhile.')
  await expect(days).toHaveValue('14')
  expect(await (await request.get('/api/v2/memory-policy', { headers })).json()).toMatchObject({ redaction: 'off', deletion_grace_days: 7 })
  await page.getByRole('button', { name: 'Save memory rules' }).click()
  await expect(page.getByText('Memory rules saved.')).toBeVisible()

  // What was counted keeps the version that it was counted for, also when the page is rendered again.
  await page.getByRole('button', { name: 'Count what would expire' }).click()
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible()
  expect((await request.patch('/api/v2/memory-policy', { headers, data: { redaction: 'refuse' } })).ok()).toBe(true)
  await page.getByLabel('Team name').fill('Another name')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('banner')).toContainText('Another name')
  await page.getByRole('button', { name: 'Save memory rules' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Somebody else changed these settings meanwhile.')
  expect(await (await request.get('/api/v2/memory-policy', { headers })).json()).toMatchObject({ redaction: 'refuse' })
})

test('rules for memories that somebody else changed meanwhile are replaced without JavaScript only when they are saved again', async ({
  browser,
  request,
}) => {
  const { owner, apiKey } = await createTeam(browser)
  const page = await openAs(browser, owner, { javaScriptEnabled: false })
  await page.goto('/settings/team')
  const headers = { authorization: `Bearer ${apiKey}` }
  const policy = async () => (await request.get('/api/v2/memory-policy', { headers })).json()
  expect((await request.patch('/api/v2/memory-policy', { headers, data: { redaction: 'off' } })).ok()).toBe(true)
  await page.getByLabel('Deleted memories can be restored for (days)').fill('14')
  await page.getByRole('button', { name: 'Save memory rules' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Somebody else changed these settings meanwhile.')
  expect(await policy()).toMatchObject({ redaction: 'off', deletion_grace_days: 7 })
  await page.getByRole('button', { name: 'Save memory rules' }).click()
  await expect(page.getByText('Memory rules saved.')).toBeVisible()
  expect(await policy()).toMatchObject({ redaction: 'warn', deletion_grace_days: 14 })
  await page.context().close()
})

test('the audit log is filtered by its URL and exported with the same filters', async ({ page }) => {
  await signIn(page, team.owner)
  await page.goto('/settings/audit')
  await page.getByLabel('Target').fill('First key')
  await page.getByLabel('Target').press('Enter')
  await expect(page).toHaveURL('/settings/audit?target=First+key')
  await expect(page.getByRole('list', { name: 'Audit entries' }).getByRole('listitem')).toHaveCount(1)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export CSV' }).click()])
  expect(download.suggestedFilename()).toBe('audit-log.csv')
  const lines = (await (await page.request.get(download.url())).text()).trimEnd().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('key.issued')
  expect((await page.request.get('/api/v2/export', { headers: { authorization: `Bearer ${team.apiKey}` } })).ok()).toBe(true)
  await page.goto('/settings/audit')
  await page.getByLabel('What').selectOption('Memory exports and imports')
  await expect(page.getByRole('list', { name: 'Audit entries' }).getByRole('listitem')).toHaveCount(1)
  await page.goto('/settings/audit?target=First+key')
  await page.getByRole('link', { name: 'Remove filter Target: First key' }).click()
  await expect(page).toHaveURL('/settings/audit')
  await page.getByLabel('By or about key').selectOption({ index: 1 })
  await expect(page).toHaveURL(/\/settings\/audit\?key=\w+$/)
  await expect(page.getByRole('list', { name: 'Audit entries' }).getByRole('listitem')).toHaveCount(2)
})

test('members and readers have no access to keys, team settings and audit log', async ({ page, browser }) => {
  await signIn(page, team.owner)
  for (const role of ['member', 'reader'] as const) {
    const person = await addMember(page, role)
    const personPage = await openAs(browser, person)
    await personPage.goto('/')
    await expect(personPage.getByRole('link', { name: 'API keys' })).toHaveCount(0)
    for (const path of ['/settings/api-keys', '/settings/team', '/settings/audit', '/settings/audit/export'])
      expect((await personPage.request.get(path)).status(), `${role} at ${path}`).toBe(403)
    await personPage.goto('/settings/api-keys')
    await expect(personPage.getByRole('heading', { level: 1 })).toHaveText("You don't have access to this page")
    await personPage.context().close()
  }
})

test('a link with the name of an object property shows the audit log and the sign-in page', async ({ page }) => {
  await page.goto('/signin?error=constructor')
  await expect(page.getByText('Sign-in failed. Try again.')).toBeVisible()
  await signIn(page, team.owner)
  for (const action of ['constructor', '__proto__']) {
    await page.goto(`/settings/audit?action=${action}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log')
    await expect(page.getByText('No matching entries')).toBeVisible()
  }
})

test('without JavaScript nothing is shown that only scripts can do', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'Password' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Theme' })).toBeHidden()
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Copy command' }).filter({ visible: true })).toHaveCount(0)
  await page.context().close()
})

test('a chosen theme stays after a reload', async ({ page }) => {
  await signIn(page, team.owner)
  await page.goto('/account')
  await page.getByRole('button', { name: 'Dark' }).first().click()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Dark' }).first()).toHaveAttribute('aria-pressed', 'true')
  await expect(page.locator('html')).toHaveClass(/dark/)
})
