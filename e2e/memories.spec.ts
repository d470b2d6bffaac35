import { type APIRequestContext, type Browser, expect, type Page, test } from '@playwright/test'
import { accessibilityFindings, expectToFit } from './accessibility'
import { waitForMidnightIfNear } from './midnight'
import { addMember, createTeam, openAs, signIn, type TestTeam } from './people'
import { holdScripts, openDialog, openWithScripts, waitForScripts } from './scripts'
import { activate, post, remember } from './team-api'

interface Filled extends TestTeam {
  /** Ids of memories, in the order in which they were stored. */
  ids: string[]
  sessionId: string
}

const CONTENTS = ['Ada prefers e-mail over the phone.', 'The invoice of March was paid twice.', 'Bob is the accountant of Acme.']

/** Creates a team whose agent has stored these memories. */
async function createTeamWith(browser: Browser, request: APIRequestContext, memories: object[]): Promise<Filled> {
  const team = await createTeam(browser)
  const session = await activate(request, team)
  const ids: string[] = []
  for (const memory of memories) ids.push((await remember(request, session, memory)).memory_id ?? '')
  return { ...team, ids, sessionId: session.session_id }
}

const contents = (texts: string[]) => texts.map((content) => ({ content }))
const panel = (page: Page) => page.getByRole('dialog')
const rows = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('checkbox') })
/** The value of a name in a list of facts. */
const fact = (page: Page, name: string) =>
  page
    .getByRole('main')
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .getByRole('definition')
const typeFilter = (page: Page) => page.getByRole('list', { name: 'Type' })
const rowOf = (page: Page, text: string) => rows(page).filter({ hasText: text })

/** Opens the list with the panel of a memory, and waits until its scripts run: they give it the focus. */
async function openPanel(page: Page, id = ''): Promise<void> {
  await page.goto(`/memories?peek=${id}`)
  await expect(panel(page)).toBeFocused()
}

test('memories of all agents are found as an agent would, with the words marked and the reasons', async ({ page, browser, request }) => {
  await waitForMidnightIfNear()
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  const other = await activate(request, team, 'billing-bot')
  await remember(request, other, { content: 'Invoices are paid on Fridays.', type: 'instruction' }, 'billing-bot')
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories')
  await expect(page.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible()
  await expect(rows(page)).toHaveCount(4)
  await page.getByLabel('Search memories').fill('who paid the invoice twice')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page).toHaveURL(/q=who\+paid/)
  await expect(rows(page).first()).toContainText('paid twice')
  await expect(rows(page).first().locator('mark')).toHaveText(['invoice', 'paid', 'twice'])
  await expect(rowOf(page, 'Fridays').locator('mark')).toHaveText(['Invoices', 'paid'])
  await rows(page).first().getByText('Why?').click()
  await expect(rows(page).first().getByText('“invoice” is in it.')).toBeVisible()
  await expect(panel(page)).toHaveCount(0)
})

test('filters are in the URL, say how many memories they leave, and are removed one by one', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, [
    { content: 'Ada likes kites.', type: 'preference', tags: ['ada', 'Paris, France'], occurred_at: '2025-03-31T12:00:00Z' },
    { content: 'Ada is 36.', tags: ['ada'], source: 'crm' },
    { content: 'Bob is 37.', confidence: 0.3 },
  ])
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories')
  await expect(typeFilter(page).getByRole('link')).toHaveText(['Any 3', 'fact 2', 'preference 1'])
  await typeFilter(page).getByRole('link', { name: 'preference' }).click()
  await expect(page).toHaveURL('/memories?type=preference')
  await expect(rows(page)).toHaveText([/Ada likes kites/])
  await expect(typeFilter(page).getByRole('link')).toHaveText(['Any 3', 'fact 2', 'preference 1'])
  await expect(typeFilter(page).getByRole('link', { name: 'preference' })).toHaveAttribute('aria-current', 'true')
  await expect(page.getByRole('heading', { level: 2, name: 'March 31, 2025' })).toBeVisible()
  await page.getByLabel('Written by').selectOption('First key (1)')
  await expect(page).toHaveURL(/^[^?]*\?type=preference&by=key\+\w+$/)
  await page.getByRole('link', { name: 'Remove filter Type: preference' }).click()
  await expect(rows(page)).toHaveCount(3)
  await page.getByRole('link', { name: 'Remove filter Written by: First key' }).click()
  await expect(page).toHaveURL('/memories')
  await page.getByText('More filters').click()
  await page.getByLabel('Tags (all of them)').fill('ada')
  await page.getByLabel('Tags (all of them)').press('Enter')
  await expect(page).toHaveURL('/memories?tags=ada')
  await expect(rows(page)).toHaveCount(2)
  for (const [query, texts] of [
    ['tags=%22Paris,%20France%22', [/kites/]],
    ['source=crm', [/36/]],
    ['min_confidence=0.5', [/36/, /kites/]],
    ['range=custom&from=2025-03-31&to=2025-03-31&zone=UTC', [/kites/]],
    ['range=24h', [/37/, /36/]],
    ['agent_id=nobody', []],
    ['q=Zanzibar', []],
    ['status=nonsense', [/37/, /36/, /kites/]],
  ] as const) {
    await page.goto(`/memories?${query}`)
    await expect(rows(page), query).toHaveText([...texts])
    if (texts.length === 0) await expect(page.getByText('No matching memories')).toBeVisible()
  }
})

test('a long list has pages, and a page of memories without any says how to store one', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/memories')
  await expect(page.getByText('No memories yet')).toBeVisible()
  await expect(page.getByText("memanto remember 'The customer prefers e-mail.'")).toBeVisible()
  const { session_token } = await activate(request, team)
  const memories = Array.from({ length: 60 }, (_, n) => ({ content: `Note ${n}` }))
  await post(request, { session_token }, '/agents/customer-support/batch-remember', { memories })
  await page.goto('/memories')
  await expect(page.getByText('1–50 of 60')).toBeVisible()
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(rows(page)).toHaveCount(10)
  await page.getByRole('link', { name: 'First page' }).click()
  await expect(rows(page)).toHaveCount(50)
})

test('the panel of a memory shows where it comes from and its versions, and restores one', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  const owner = await openAs(browser, team.owner)
  const member = await addMember(owner, 'member', undefined, 'Grace Hopper')
  await owner.context().close()
  await signIn(page, member)
  await openWithScripts(page, '/memories')
  await rowOf(page, 'Ada prefers')
    .getByRole('link', { name: /Ada prefers/ })
    .click()
  await expect(page).toHaveURL(new RegExp(`peek=${team.ids[0]}`))
  await expect(panel(page).getByText('First key (key)').first()).toBeVisible()
  await expect(panel(page).getByText('Never')).toBeVisible()
  const edit = await openDialog(page, 'Edit', 'Edit memory')
  expect(await accessibilityFindings(page)).toEqual([])
  await edit.getByLabel('Content').fill('Ada prefers letters over the phone.')
  await edit.getByRole('button', { name: 'Save memory' }).click()
  await expect(page.getByText('Memory saved.')).toBeVisible()
  await expect(panel(page).getByText('History (2 versions)')).toBeVisible()
  await expect(panel(page).locator('del')).toHaveText(['e-mail'])
  await expect(panel(page).locator('ins')).toHaveText(['letters'])
  await expect(panel(page).getByText('by Grace Hopper (person)').first()).toBeVisible()
  await panel(page).getByRole('button', { name: 'Restore version 1' }).click()
  await expect(page.getByText('Version 1 restored.').first()).toBeVisible()
  await expect(panel(page).getByText('History (3 versions)')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)
  await expect(rowOf(page, 'Ada prefers e-mail over the phone.')).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(panel(page)).toBeVisible()
})

test('a filter by trust has a chip, numbers of statuses are right during a search, and an emptied page leads to the first', async ({
  page,
  browser,
  request,
}) => {
  const team = await createTeam(browser)
  const { session_token } = await activate(request, team)
  const memories = Array.from({ length: 60 }, (_, n) => ({ content: `Note ${n}` }))
  await post(request, { session_token }, '/agents/customer-support/batch-remember', { memories })
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories?trust=all')
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(rows(page)).toHaveCount(10)
  await page.getByRole('button', { name: 'Select all on this page' }).click()
  await page.getByRole('button', { name: 'Delete selected' }).click()
  await expect(page.getByText('Nothing is left on this page')).toBeVisible()
  await page.getByRole('link', { name: 'Show the first page' }).click()
  await expect(rows(page)).toHaveCount(50)
  await page.getByRole('link', { name: /Trust: ?All/ }).click()
  await expect(page).toHaveURL(/\/memories$/)
  await page.goto('/memories?q=note')
  const statuses = page.getByRole('list', { name: 'Status', exact: true })
  await expect(statuses.getByRole('link', { name: 'Deleted 10' })).toBeVisible()
  await expect(statuses.getByRole('link', { name: 'All 60' })).toBeVisible()
})

test('a memory with many versions shows the latest 50, a link to the others, and who stored it', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  const [id = ''] = team.ids
  const headers = { authorization: `Bearer ${team.apiKey}` }
  const path = `/api/v2/agents/customer-support/memories/${id}`
  for (let n = 2; n <= 53; n++) expect((await request.patch(path, { headers, data: { content: `Text ${n} of Ada` } })).ok()).toBe(true)
  await signIn(page, team.owner)
  await page.goto(`/memories/${id}`)
  await expect(page.getByText('History (53 versions)')).toBeVisible()
  const versions = page.getByText(/^Version \d+$/)
  await expect(versions).toHaveCount(50)
  await expect(page.locator('ins')).toHaveCount(50) // each says what it changed, also the oldest one
  await expect(page.getByText('Stored by')).toBeVisible()
  await page.getByRole('link', { name: 'Earlier versions' }).click()
  await expect(versions).toHaveText(['Version 3', 'Version 2', 'Version 1'])
  await expect(page.getByText('Last changed by')).toBeVisible()
  await page.getByRole('link', { name: 'Latest versions' }).click()
  await expect(versions).toHaveCount(50)
})

for (const javaScriptEnabled of [true, false])
  test(`an edit never overwrites a newer text unseen, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
    request,
  }) => {
    const team = await createTeamWith(browser, request, contents(CONTENTS))
    const open = async () => {
      const page = await openAs(browser, team.owner, { javaScriptEnabled })
      await (javaScriptEnabled ? openWithScripts(page, `/memories/${team.ids[0]}`) : page.goto(`/memories/${team.ids[0]}`))
      await (javaScriptEnabled ? openDialog(page, 'Edit', 'Edit memory') : page.getByText('Edit', { exact: true }).click())
      return page
    }
    const [first, second] = [await open(), await open()]
    await first.getByLabel('Content').fill('Ada prefers letters.')
    await first.getByLabel('Source').fill('the CRM')
    await first.getByLabel('Provenance').selectOption('inferred')
    await first.getByRole('button', { name: 'Save memory' }).click()
    await expect(first.getByText('Memory saved.').first()).toBeVisible()
    await second.getByLabel('Content').fill('Ada prefers fax.')
    await second.getByRole('button', { name: 'Save memory' }).click()
    const refusal = second.getByRole('alert').filter({ hasText: 'This memory was changed while you edited it.' })
    await expect(refusal).toContainText('Ada prefers letters.')
    await expect(refusal).toContainText('Source: the CRM. Provenance: inferred.')
    await expect(second.getByLabel('Content')).toHaveValue('Ada prefers fax.')
    await first.reload()
    await expect(first.getByText('History (2 versions)')).toBeVisible()
    await second.getByRole('button', { name: 'Replace version 2' }).click()
    await expect(second.getByText('Memory saved.').first()).toBeVisible()
    await expect(second.getByText('History (3 versions)')).toBeVisible()
    await expect(second.locator('ins').filter({ hasText: /fax|letters/ })).toHaveText(['fax', 'letters'])
    await first.context().close()
    await second.context().close()
  })

test('a script in a memory is shown as text, and an edit keeps tags with commas and can empty a field', async ({
  page,
  browser,
  request,
}) => {
  const tags = ['Paris, France', '"quoted"', 'plain']
  const team = await createTeamWith(browser, request, [{ content: '<script>document.title = "taken"</script>', title: 'Home', tags }])
  await signIn(page, team.owner)
  await openWithScripts(page, `/memories/${team.ids[0]}`)
  await expect(page.getByText('<script>document.title = "taken"</script>').first()).toBeVisible()
  await expect(page).toHaveTitle(/^Memory /)
  const edit = await openDialog(page, 'Edit', 'Edit memory')
  await expect(edit.getByLabel('Tags (comma-separated)')).toHaveValue('"Paris, France", """quoted""", plain')
  await edit.getByLabel('Title').fill('')
  await edit.getByRole('button', { name: 'Save memory' }).click()
  await expect(page.getByText('History (2 versions)')).toBeVisible()
  for (const tag of tags) await expect(page.getByText(`#${tag}`, { exact: true })).toBeVisible()
  await openDialog(page, 'Edit', 'Edit memory')
  await edit.getByLabel('Content').fill(' ')
  await edit.getByRole('button', { name: 'Save memory' }).click()
  await expect(edit.getByRole('alert').first()).toContainText(/blank/)
  await edit.getByLabel('Content').fill('Ada moved.')
  await edit.getByRole('button', { name: 'Save memory' }).click()
  await expect(page.getByText('History (3 versions)')).toBeVisible()
})

for (const timezoneId of ['America/New_York', undefined])
  test(`an edit sets and clears the expiry of a memory, ${timezoneId ? `in ${timezoneId}` : 'without JavaScript in UTC'}`, async ({
    browser,
    request,
  }) => {
    const team = await createTeamWith(browser, request, [{ content: 'The code is 4711.', expires_at: '2100-07-01T12:34:56.789Z' }])
    const page = await openAs(browser, team.owner, { javaScriptEnabled: timezoneId !== undefined, ...(timezoneId && { timezoneId }) })
    const expiry = page.getByLabel(timezoneId ? 'Expires' : 'Expires (UTC)', { exact: true })
    const edit = async () => {
      await (timezoneId ? openWithScripts(page, `/memories/${team.ids[0]}`) : page.goto(`/memories/${team.ids[0]}`))
      await page.getByText('Edit', { exact: true }).click()
    }
    const save = async () => {
      await page.getByRole('button', { name: 'Save memory' }).click()
      await expect(page.getByText('Memory saved.').first()).toBeVisible()
    }
    const expiresAt = async () => {
      const path = `/api/v2/agents/customer-support/memories/${team.ids[0]}`
      return (await (await request.get(path, { headers: { authorization: `Bearer ${team.apiKey}` } })).json()).expires_at
    }
    const stored = await expiresAt()
    await edit()
    await expect(expiry).toHaveValue(timezoneId ? '2100-07-01T08:34' : '2100-07-01T12:34')
    await page.getByLabel('Content').fill('The code is 0815.')
    await save()
    expect(await expiresAt()).toBe(stored)
    await edit()
    await expiry.fill('12345-01-01T00:00')
    await expect(page.locator('input[name=expires_at]')).toHaveValue('12345-01-01T00:00')
    expect(await expiry.evaluate((field: HTMLInputElement) => field.validity.rangeOverflow)).toBe(true)
    await expiry.fill('2100-01-31T18:00')
    await save()
    expect(Date.parse(await expiresAt())).toBe(Date.parse(timezoneId ? '2100-01-31T23:00Z' : '2100-01-31T18:00Z'))
    await edit()
    await (timezoneId ? page.getByRole('button', { name: 'Clear Expires' }).click() : expiry.fill(''))
    await save()
    expect(await expiresAt()).toBeNull()
    await page.context().close()
  })

for (const javaScriptEnabled of [true, false])
  test(`an edit changes where a memory comes from and when it happened, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
    request,
  }) => {
    const team = await createTeamWith(browser, request, [{ content: 'Ada moved.', occurred_at: '2024-07-01T12:34:56.789Z' }])
    const path = `/memories/${team.ids[0]}`
    const page = await openAs(browser, team.owner, { javaScriptEnabled, timezoneId: 'UTC' })
    const happened = page.getByLabel(javaScriptEnabled ? 'Happened' : 'Happened (UTC)', { exact: true })
    const edit = async () => {
      await (javaScriptEnabled ? openWithScripts(page, path) : page.goto(path))
      await page.getByText('Edit', { exact: true }).click()
    }
    const save = async () => {
      await page.getByRole('button', { name: 'Save memory' }).click()
      await expect(page.getByText('Memory saved.').first()).toBeVisible()
      const headers = { authorization: `Bearer ${team.apiKey}` }
      return (await request.get(`/api/v2/agents/customer-support${path}`, { headers })).json()
    }
    await edit()
    await expect(happened).toHaveValue('2024-07-01T12:34')
    await page.getByLabel('Source').fill('the CRM')
    await page.getByLabel('Provenance').selectOption('inferred')
    await page.locator('#edit-reason').fill('It was read there.')
    const first = await save()
    expect(first).toMatchObject({ source: 'the CRM', provenance: 'inferred', occurred_at: '2024-07-01T12:34:56.789Z' })
    await page.goto(path)
    await expect(page.getByText('It was read there.')).toBeVisible()
    await edit()
    await happened.fill('2024-06-30T18:00')
    expect((await save()).occurred_at).toBe('2024-06-30T18:00:00Z')
    await edit()
    await happened.fill('')
    const last = await save()
    expect(last.occurred_at).toBe(last.created_at)
    await page.context().close()
  })

test('the edit of an expired memory leaves it expired, unless it gets another expiry', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, [{ content: 'The code is 4711.', expires_at: '2020-01-01T00:00:00Z' }])
  await signIn(page, team.owner)
  await openWithScripts(page, `/memories/${team.ids[0]}`)
  const edit = await openDialog(page, 'Edit', 'Edit memory')
  await edit.getByLabel('Content').fill('The code was 4711.')
  await edit.getByRole('button', { name: 'Save memory' }).click()
  await expect(page.getByText('History (2 versions)')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Restore memory' })).toBeVisible()
  await openDialog(page, 'Edit', 'Edit memory')
  await edit.getByRole('button', { name: 'Clear Expires' }).click()
  await edit.getByRole('button', { name: 'Save memory' }).click()
  await expect(page.getByText('History (3 versions)')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Restore memory' })).toHaveCount(0)
})

test('an edit that was refused before the scripts ran keeps the exact times that nobody changed', async ({ page, browser, request }) => {
  const memory = { content: 'The code is 4711.', occurred_at: '2019-07-01T12:34:56.789Z', expires_at: '2020-01-01T12:34:56.789Z' }
  const team = await createTeamWith(browser, request, [memory])
  await signIn(page, team.owner)
  const runScripts = await holdScripts(page)
  await page.goto(`/memories/${team.ids[0]}`, { waitUntil: 'commit' })
  await page.getByText('Edit', { exact: true }).click()
  await page.getByLabel('Content').fill(' ')
  await page.getByRole('button', { name: 'Save memory' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /blank/ }).first()).toBeVisible()
  await runScripts()
  await waitForScripts(page)
  await page.getByLabel('Content').fill('The code was 4711.')
  await page.getByRole('button', { name: 'Save memory' }).click()
  await expect(page.getByText('History (2 versions)')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Restore memory' })).toBeVisible() // it is still expired
  const headers = { authorization: `Bearer ${team.apiKey}` }
  const path = `/api/v2/agents/customer-support/memories/${team.ids[0]}`
  const { occurred_at, expires_at } = await (await request.get(path, { headers })).json()
  expect({ occurred_at, expires_at }).toEqual({ occurred_at: memory.occurred_at, expires_at: memory.expires_at })
})

test('a deleted memory comes back by Undo, and by its page', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  await signIn(page, team.owner)
  await openPanel(page, team.ids[1])
  await panel(page).getByRole('button', { name: 'Delete memory' }).click()
  await expect(page.getByText('Memory deleted.').first()).toBeVisible()
  await expect(panel(page).getByText(/Deleted$/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Memory restored.').first()).toBeVisible()
  await expect(page).toHaveURL(/peek=/) // a click on a notification does not close the panel
  await expect(panel(page).getByRole('button', { name: 'Delete memory' })).toBeVisible()
  await panel(page).getByRole('button', { name: 'Delete memory' }).click()
  await expect(panel(page).getByText(/Deleted$/)).toBeVisible()
  await page.goto('/memories')
  await expect(rows(page)).toHaveCount(2)
  await page.goto('/memories?status=deleted')
  await rows(page)
    .getByRole('link', { name: /^The invoice/ })
    .click()
  await panel(page).getByRole('button', { name: 'Restore memory' }).click()
  await expect(panel(page).getByRole('button', { name: 'Delete memory' })).toBeVisible()
  await page.goto('/settings/audit')
  await expect(page.getByText('Restored a memory').first()).toBeVisible()
})

test('Undo stays while the mouse or the focus is on it, and can be reached by keyboard', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  await signIn(page, team.owner)
  await page.clock.install()
  const undo = page.getByRole('button', { name: 'Undo' })
  const remove = async (id = '') => {
    await openWithScripts(page, `/memories/${id}`)
    await page.getByRole('button', { name: 'Delete memory' }).click()
    await expect(undo).toBeVisible()
  }
  await remove(team.ids[0])
  await undo.hover()
  await page.clock.runFor(60_000)
  await expect(undo).toBeVisible()
  await page.mouse.move(0, 0)
  await page.clock.runFor(20_000)
  await expect(undo).toHaveCount(0)
  await remove(team.ids[1])
  await page.keyboard.press('Alt+KeyT')
  for (const step of ['notification', 'its button']) await test.step(step, () => page.keyboard.press('Tab'))
  await expect(undo).toBeFocused()
  await page.clock.runFor(60_000)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Memory restored.').first()).toBeVisible()
})

async function keepNoDeletedMemories(request: APIRequestContext, team: TestTeam): Promise<void> {
  const headers = { authorization: `Bearer ${team.apiKey}` }
  expect((await request.patch('/api/v2/memory-policy', { headers, data: { deletion_grace_days: 0 } })).ok()).toBe(true)
}

for (const javaScriptEnabled of [true, false])
  test(`a deletion shown before the team kept no deleted memories says why it asks, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
    request,
  }) => {
    const team = await createTeamWith(browser, request, contents(CONTENTS))
    const page = await openAs(browser, team.owner, { javaScriptEnabled })
    await page.goto(`/memories/${team.ids[0]}`)
    if (javaScriptEnabled) await waitForScripts(page)
    await keepNoDeletedMemories(request, team)
    await page.getByRole('button', { name: 'Delete memory' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'Nothing was deleted' })).toBeVisible()
    await expect(page.getByText("Delete this memory? This can't be undone.")).toBeVisible()
    await page.getByRole('button', { name: 'Delete memory' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found')
  })

test('where deleted memories are not kept, a deletion must be confirmed', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  await keepNoDeletedMemories(request, team)
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories')
  await rowOf(page, 'Bob').getByRole('checkbox').check()
  await page.getByText('Delete…', { exact: true }).click()
  await page.getByRole('button', { name: 'Delete selected' }).click()
  await expect(page.getByRole('main').getByRole('alert').first()).toContainText('Confirm the deletion')
  await page.getByLabel('Type delete to confirm').fill('delete')
  await page.getByRole('button', { name: 'Delete selected' }).click()
  await expect(page.getByText('1 memory deleted.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await page.goto(`/memories/${team.ids[0]}`)
  const deletion = await openDialog(page, 'Delete', 'Delete memory')
  await deletion.getByRole('button', { name: 'Delete memory' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found')
})

test('selected memories and all that match are changed together, and Undo takes it back', async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  const { session_token } = await activate(request, team)
  const memories = Array.from({ length: 60 }, (_, n) => ({ content: `Note ${n}`, tags: n < 55 ? ['many'] : [] }))
  await post(request, { session_token }, '/agents/customer-support/batch-remember', { memories })
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories')
  await rows(page).nth(0).getByRole('checkbox').check()
  await rows(page)
    .nth(2)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] })
  await expect(page.getByText('3 selected.')).toBeVisible()
  await page.getByText('Tags…', { exact: true }).click()
  await page.getByLabel('Tags (comma-separated)').fill('checked')
  await page.getByRole('button', { name: 'Add tags' }).click()
  await expect(page.getByText('3 memories tagged.')).toBeVisible()
  await page.goto('/memories?tags=checked')
  await expect(rows(page)).toHaveCount(3)

  await openWithScripts(page, '/memories?tags=many')
  await page.getByRole('button', { name: 'Select all on this page' }).click()
  await page.getByRole('button', { name: 'Select all 55 that match' }).click()
  await page.getByRole('button', { name: 'Select none' }).click()
  await page.getByRole('button', { name: 'Select all on this page' }).click()
  await expect(page.getByText('50 selected.')).toBeVisible()
  await page.getByRole('button', { name: 'Select all 55 that match' }).click()
  await page.getByRole('button', { name: 'Delete all 55' }).click()
  await expect(page.getByText('55 memories deleted.')).toBeVisible()
  await expect(page.getByText('No matching memories')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('55 memories restored.')).toBeVisible()
  await expect(page.getByText('1–50 of 55')).toBeVisible()
})

test('the list does not change while a memory is selected; it then shows what was stored, edited and deleted meanwhile', async ({
  page,
  browser,
  request,
}) => {
  const team = await createTeam(browser)
  const session = await activate(request, team)
  const { memory_id } = await remember(request, session, { content: 'Ada prefers e-mail.' })
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories')
  const box = rowOf(page, 'Ada').getByRole('checkbox')
  await box.check()
  await remember(request, session, { content: 'Bob prefers letters.' })
  await expect(page.getByText('Changes waiting')).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await box.uncheck()
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(rows(page)).toHaveCount(2)
  const headers = { authorization: `Bearer ${team.apiKey}` }
  await request.patch(`/api/v2/agents/customer-support/memories/${memory_id}`, { headers, data: { content: 'Ada prefers the phone.' } })
  await expect(rowOf(page, 'Ada prefers the phone.')).toHaveCount(1)
  await request.delete(`/api/v2/agents/customer-support/memories/${memory_id}`, { headers })
  await expect(rows(page)).toHaveCount(1)
})

test('the times in a list are those of the zone of its days', async ({ browser, request }) => {
  const team = await createTeamWith(browser, request, [{ content: 'Ada called.', occurred_at: '2026-11-03T00:30:00Z' }])
  const page = await openAs(browser, team.owner, { timezoneId: 'America/New_York', locale: 'en-US' })
  await openWithScripts(page, '/memories?range=custom&from=2026-11-01&to=2026-11-05&zone=Europe/Berlin')
  await expect(page.getByRole('region', { name: /November 3/ }).getByText(/^1:30\sAM$/)).toBeVisible()
  await page.context().close()
})

test('quarantined memories wait in a tab with their number until an admin approves them', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  for (const name of ['first', 'second'])
    await post(request, team, '/agents/customer-support/import', { content: `The ${name} doubtful text.`, trust: 'quarantined' })
  await signIn(page, team.owner)
  const member = await openAs(browser, await addMember(page, 'member'))
  await openWithScripts(page, '/memories')
  await expect(rows(page)).toHaveCount(3)
  await page.getByRole('link', { name: 'Quarantined 2' }).click()
  await expect(rows(page)).toHaveCount(2)
  await rowOf(page, 'first')
    .getByRole('link', { name: /^The first doubtful/ })
    .click()
  await panel(page).getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByText('Memory approved.').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(rows(page)).toHaveCount(1)
  await rowOf(page, 'second').getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Approve selected' }).click()
  await expect(page.getByText('1 memory approved.')).toBeVisible()
  await expect(page.getByText('Nothing to review')).toBeVisible()
  await member.goto('/memories')
  await expect(rows(member)).toHaveCount(5)
  await expect(member.getByRole('button', { name: 'Approve selected', includeHidden: true })).toHaveCount(0)
  await member.context().close()
})

test("a session's timeline shows the memories that were stored and returned", async ({ page, browser, request }) => {
  const team = await createTeam(browser)
  const session = await activate(request, team)
  const memories = Array.from({ length: 7 }, (_, n) => ({ content: `Kite number ${n}` }))
  await post(request, { session_token: session.session_token }, '/agents/customer-support/batch-remember', { memories })
  await post(request, { session_token: session.session_token }, '/agents/customer-support/recall', { query: 'number 3', limit: 1 })
  await signIn(page, team.owner)
  await page.goto(`/sessions/${session.session_id}`)
  const stored = page.getByRole('list', { name: 'Stored memories' })
  await expect(stored.getByRole('link')).toHaveCount(5)
  await expect(stored.getByText('and 2 more')).toBeVisible()
  const returned = page.getByRole('list', { name: 'Returned memories' })
  await expect(returned.getByRole('link')).toHaveText([/Kite number 3/])
  await page.getByRole('link', { name: 'Memories stored in this session' }).click()
  await expect(page).toHaveURL(/session_id=/)
  await expect(rows(page)).toHaveCount(7)
  await page.goto(`/sessions/${session.session_id}`)
  await returned.getByRole('link').click()
  await expect(page.getByText('Where it comes from')).toBeVisible()
  // Recalls are added up every 25 seconds.
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(/^1 time, last/)).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 60_000, intervals: [5_000] })
})

test('a file can be imported only as it was previewed, and an import that broke off goes on', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  await remember(request, await activate(request, team, 'other'), { content: 'Of the other agent.' }, 'other')
  const headers = { authorization: `Bearer ${team.apiKey}` }
  const buffer = await (await request.get('/api/v2/export', { headers })).body()
  await post(request, team, '/agents', { agent_id: 'copy' })
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories/import?agent_id=copy')
  await page.getByLabel('File').setInputFiles({ name: 'all.jsonl', mimeType: 'application/jsonl', buffer })
  const fromAgent = page.getByLabel('Only memories of this agent in the file')
  const agent = page.getByRole('combobox', { name: 'Import into agent' })
  const preview = page.getByText('3 memories would be stored in copy. Nothing is stored yet.')
  const check = page.getByRole('button', { name: 'Check again' })
  await fromAgent.fill('customer-support')
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
  await check.click()
  const button = page.getByRole('button', { name: 'Import 3 memories into copy' })
  await expect(button).toBeVisible()
  await expect(preview).toBeVisible()
  for (const [field, other] of [
    [fromAgent, ''],
    [agent, 'other'],
  ] as const) {
    const chosen = await field.inputValue()
    await field.fill(other)
    await expect(page.getByText('The file was checked for another choice.')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0)
    await expect(preview).toHaveCount(0)
    await field.fill(chosen)
    await expect(button).toBeVisible()
  }
  await fromAgent.fill('other')
  await check.click()
  await expect(page.getByRole('button', { name: 'Import 1 memory into copy' })).toBeVisible()
  await expect(fact(page, 'Records in the file')).toHaveText('8')
  await expect(fact(page, 'To be stored')).toHaveText('1')
  await expect(fact(page, 'Skipped')).toHaveText('3')
  await expect(fact(page, 'No memories, such as header and end')).toHaveText('4')
  await fromAgent.fill('customer-support')
  await check.click()
  const sent: Record<string, string | null>[] = []
  await page.route(/dry_run=false/, (route) => {
    const [url, key = ''] = [new URL(route.request().url()), route.request().headers()['idempotency-key']]
    sent.push({ key, from: url.searchParams.get('from_agent') })
    return sent.length === 1 ? route.abort() : route.continue()
  })
  await button.click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The connection was lost.')
  await button.click()
  await expect(page.getByText('3 memories imported into copy.')).toBeVisible()
  expect(sent).toEqual([sent[0], sent[0]])
  expect(sent[0]).toMatchObject({ key: expect.stringMatching(/^portal-/), from: 'customer-support' })
})

test('an export is imported again: a preview first, and nothing twice', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories?agent_id=customer-support')
  const menu = await openDialog(page, 'Export…')
  expect(await accessibilityFindings(page)).toEqual([])
  const downloading = page.waitForEvent('download')
  await menu.getByRole('link', { name: 'JSONL, which can be imported again' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('memanto-customer-support.jsonl')
  const path = await download.path()

  await post(request, team, '/agents', { agent_id: 'copy' })
  await openWithScripts(page, '/memories/import')
  const agent = page.getByRole('combobox', { name: 'Import into agent' })
  await agent.fill('cop')
  await page.getByRole('option', { name: 'copy' }).click()
  await expect(agent).toHaveValue('copy')
  await expect(page.getByText('memanto import memories.jsonl --agent copy')).toBeVisible()
  await page.getByLabel('File').setInputFiles(path)
  await expect(page.getByText('3 memories would be stored in copy. Nothing is stored yet.')).toBeVisible()
  for (const content of CONTENTS) await expect(page.getByText(content)).toBeVisible()
  await page.getByRole('button', { name: 'Import 3 memories into copy' }).click()
  await expect(page.getByText('3 memories imported into copy.')).toBeVisible()
  await page.getByLabel('File').setInputFiles(path)
  await expect(page.getByText('Nothing in this file is new.')).toBeVisible()
  await page.getByLabel('File').setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('just text') })
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The file is neither JSONL nor a JSON document')
  await page.goto('/memories?agent_id=copy')
  await expect(rows(page)).toHaveCount(3)
})

test('nothing can be confirmed to be erased while an agent of the result is on legal hold', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support/settings')
  await page.getByRole('button', { name: 'Put on legal hold' }).click()
  await expect(page.getByRole('button', { name: 'End legal hold' })).toBeVisible()
  await openWithScripts(page, '/memories/erase')
  await page.getByLabel('Text').fill('ada')
  await page.getByRole('button', { name: 'Find memories' }).click()
  await expect(page.getByText('Nothing can be erased while one of these agents is on legal hold.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Erase memories' })).toHaveCount(0)
})

test('memories are erased after a dry run and a typed number, with a receipt that can be checked', async ({ page, browser, request }) => {
  const team = await createTeamWith(browser, request, contents([...CONTENTS, 'Ada moved to Paris.']))
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories/erase')
  await page.getByRole('button', { name: 'Find memories' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('is required')
  await page.getByLabel('Text').fill('ada')
  await page.getByRole('combobox', { name: 'Agent' }).fill('support')
  await expect(page.getByRole('option', { name: 'customer-support' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Agent' })).toHaveValue('customer-support')
  await page.getByRole('button', { name: 'Find memories' }).click()
  await expect(page.getByText('2 memories match, with 2 versions. Nothing is erased yet.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('not searched for')
  await expect(page.getByText('Searched for memories containing “ada”, of the agent “customer-support”.')).toBeVisible()
  await page.getByLabel('Type 2 to confirm').fill('3')
  await page.getByRole('button', { name: 'Erase memories' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('2 memories match now, not 3')
  await page.getByLabel('Type 2 to confirm').fill('2')
  await page.getByRole('button', { name: 'Erase memories' }).click()
  await expect(page.getByText('2 memories erased.')).toBeVisible()
  const receipt = (await page.locator('pre', { hasText: /^eyJ/ }).textContent()) ?? ''
  await page.getByRole('textbox', { name: 'Receipt' }).fill(receipt)
  await page.getByRole('button', { name: 'Check receipt' }).click()
  await expect(page.getByText(/^Valid: 2 memories with 2 versions were erased by/)).toBeVisible()
  await page.goto('/memories?status=all')
  await expect(rows(page)).toHaveText([/Bob/, /invoice/])
})

test('the list, a panel and a memory fit every width and have no accessibility violations', async ({ browser, request }) => {
  const long = { content: `${'long'.repeat(300)} word`, title: 'A title '.repeat(20), tags: ['x'.repeat(64)], source: 'y'.repeat(90) }
  const team = await createTeamWith(browser, request, [...contents(CONTENTS), long])
  const page = await openAs(browser, team.owner)
  for (const path of ['/memories', '/memories?q=word', 'panel', `/memories/${team.ids[3]}`]) {
    await (path === 'panel' ? openPanel(page, team.ids[3]) : openWithScripts(page, path))
    await expectToFit(page, path, [1600, 1024, 360])
  }
})

test('the page works without JavaScript, and a reader sees no forms', async ({ browser, request }) => {
  const team = await createTeamWith(browser, request, contents(CONTENTS))
  const page = await openAs(browser, team.owner, { javaScriptEnabled: false })
  const reader = await addMember(page, 'reader')
  await page.goto('/memories')
  await rowOf(page, 'Bob').getByRole('checkbox').check()
  await page.getByText('Type…', { exact: true }).click()
  await page.getByLabel('New type').selectOption('relationship')
  await page.getByRole('button', { name: 'Change type' }).click()
  await expect(page.getByText('1 memory given another type.')).toBeVisible()
  await page.goto('/memories?type=relationship')
  await expect(rows(page)).toHaveText([/Bob/])
  await rows(page).getByRole('link', { name: /^Bob/ }).click()
  await page.getByRole('button', { name: 'Delete memory' }).click()
  await expect(page.getByRole('button', { name: 'Restore memory' })).toBeVisible()
  const readerPage = await openAs(browser, reader)
  await readerPage.goto(`/memories?peek=${team.ids[0]}`)
  await expect(
    panel(readerPage)
      .getByText(CONTENTS[0] ?? '')
      .first(),
  ).toBeVisible()
  await expect(readerPage.getByRole('checkbox', { includeHidden: true }).filter({ visible: true })).toHaveCount(0)
  await expect(panel(readerPage).getByRole('button', { name: /Delete|Save|Restore/ })).toHaveCount(0)
  await page.context().close()
  await readerPage.context().close()
})
