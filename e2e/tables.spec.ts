import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { accessibilityFindings, contentWidth, cutTables, cutTexts } from './accessibility'
import { submitForm } from './forms'
import { openKeyForm } from './keys'
import { addMember, createTeam, openAs, signIn } from './people'
import { openRequests } from './request-log'
import { openDialog, openWithScripts } from './scripts'
import { ACTIVE, activate, activateAll, post, remember, sessionTable } from './team-api'

const DISPLAY = 'Display: columns and row height'
const table = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const headsOf = (page: Page, name: string) => table(page, name).getByRole('columnheader')
const rowOf = (page: Page, name: string, text: string) => table(page, name).getByRole('row').filter({ hasText: text })
const openMenu = (page: Page, name: string) => openDialog(page, `Actions for ${name}`)

const cookiesOf = async (context: BrowserContext) =>
  Object.fromEntries((await context.cookies()).map(({ name, value }) => [name, decodeURIComponent(value)]))

test('the menu of a session copies its id, extends it and ends it, without the page of the session', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const [second] = await activateAll(page.request, team, ['one', 'two'])
  await signIn(page, team.owner)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await openWithScripts(page, '/sessions')
  const menu = await openMenu(page, 'two’s session')
  expect(await accessibilityFindings(page)).toEqual([])
  await menu.getByRole('button', { name: 'Copy id' }).click()
  await expect(menu.getByText('Copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(second)
  await menu.getByRole('button', { name: 'Extend by 6 h' }).click()
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
  await expect(menu).toHaveCount(0)
  await openMenu(page, 'two’s session')
  await menu.getByText('End session…').click()
  await menu.getByRole('button', { name: 'End session', exact: true }).click()
  await expect(page.getByText(/^Session ended\. Duration: /)).toBeVisible()
  await expect(rowOf(page, 'Sessions', 'two').getByText('Ended · by')).toBeVisible()
  await expect(rowOf(page, 'Sessions', 'one').getByText(ACTIVE)).toBeVisible()
  await expect(page).toHaveURL('/sessions')
  await openMenu(page, 'two’s session')
  await expect(menu.getByRole('button', { name: /Extend|End/ })).toHaveCount(0)
  await menu.getByRole('link', { name: 'Open' }).click()
  await expect(page).toHaveURL(`/sessions/${second}`)
})

test('the menu of an agent works by keyboard: activate, extend, deactivate', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await openWithScripts(page, '/agents')
  const menu = page.getByRole('dialog', { name: 'Actions for customer-support' })
  const opener = page.getByRole('button', { name: 'Actions for customer-support' })
  const choose = async (name: string) => {
    await opener.press('Enter')
    await expect(menu.getByRole('button', { name: 'Copy id' })).toBeFocused()
    for (const wanted = menu.getByText(name, { exact: true }); !(await wanted.evaluate((line) => line.contains(document.activeElement))); )
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
  }
  await choose('Activate')
  await expect(page.getByText('customer-support is active. Open it to copy a token.')).toBeVisible()
  await expect(table(page, 'Agents').getByText(ACTIVE)).toBeVisible()
  await expect(opener).toBeFocused()
  await choose('Extend by 1 h')
  await expect(page.getByText('Extended by 1 h.')).toBeVisible()
  await choose('Deactivate…')
  await page.keyboard.press('Tab')
  await expect(menu.getByRole('button', { name: 'Deactivate', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Session deactivated\. Duration: /)).toBeVisible()
  await expect(table(page, 'Agents').getByText('Inactive')).toBeVisible()
})

test('a tooltip is shown under the mouse and at the focus; Escape hides it, and the mouse can move onto it', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.clock.install()
  await openWithScripts(page, '/agents')
  const head = headsOf(page, 'Agents').getByRole('link', { name: 'Created' })
  const tooltip = page.locator('[data-tooltip]')
  await head.hover()
  await expect(tooltip).toHaveText('Sort by created')
  await expect(head).toHaveAccessibleDescription('Sort by created')
  await expect(head).not.toHaveAttribute('title')
  expect(await accessibilityFindings(page)).toEqual([])
  const box = await tooltip.boundingBox()
  await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 10, { steps: 20 })
  await expect(tooltip).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(tooltip).toHaveCount(0)
  await page.mouse.wheel(0, 200)
  await page.clock.fastForward(5_000)
  await expect(tooltip).toHaveCount(0)
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(head).toHaveAttribute('title', 'Sort by created')
  await headsOf(page, 'Agents').getByRole('link', { name: 'Last session' }).focus()
  await page.keyboard.press('Tab')
  await expect(head).toBeFocused()
  await expect(tooltip).toHaveText('Sort by created')
  await expect(tooltip).toBeInViewport({ ratio: 1 })
  await page.mouse.move(600, 20, { steps: 3 })
  await expect(tooltip).toHaveText('Sort by created')
  await page.keyboard.press('Tab')
  await expect(tooltip).toHaveCount(0)
  await expect(head).toHaveAttribute('title', 'Sort by created')
})

test('a tooltip follows the title of its element, repeats nothing that is in sight, and goes with its element', async ({
  page,
  browser,
}) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await openWithScripts(page, '/agents?status=inactive')
  const tooltip = page.locator('[data-tooltip]')
  const navigation = page.getByRole('navigation', { name: 'Portal' })
  await page.getByRole('link', { name: 'Memanto' }).focus()
  while (!(await navigation.getByRole('link', { name: 'Agents' }).evaluate((link) => link === document.activeElement)))
    await page.keyboard.press('Tab')
  await expect(tooltip).toHaveCount(0)
  const rail = page.getByRole('button', { name: /(Collapse|Expand) navigation/ })
  await rail.focus()
  await page.keyboard.press('Enter')
  await expect(rail).toHaveAccessibleName('Expand navigation')
  await expect(rail).not.toHaveAttribute('title')
  await expect(rail).not.toHaveAttribute('aria-description')
  await navigation.getByRole('link', { name: 'Agents' }).hover()
  await expect(tooltip).toHaveText('Agents')
  await page.getByRole('link', { name: /^Remove filter/ }).hover()
  await expect(tooltip).toHaveText('Remove this filter: Inactive')
  await page.getByRole('link', { name: /^Remove filter/ }).click()
  await expect(page).toHaveURL('/agents')
  await expect(tooltip).toHaveCount(0)
})

test('an act of a menu that is refused says why above the list', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const [id] = await activateAll(page.request, team, ['one'])
  await signIn(page, team.owner)
  await openWithScripts(page, '/sessions')
  await page.getByRole('switch', { name: 'Live updates' }).click()
  const menu = await openMenu(page, 'one’s session')
  await post(page.request, team, '/agents/one/deactivate')
  await menu.getByRole('button', { name: 'Extend by 1 h' }).click()
  await expect(page.getByRole('main').getByRole('alert').filter({ hasText: 'no session to extend' })).toBeVisible()
  await expect(rowOf(page, 'Sessions', id ?? '').getByText('Ended · deactivated')).toBeVisible()
})

test('without JavaScript the button of a row leads to its page, which has the same actions; a reader can only open and copy', async ({
  browser,
  request,
}) => {
  const team = await createTeam(browser)
  await activate(request, team, 'one')
  const plain = await openAs(browser, team.owner, { javaScriptEnabled: false })
  const reader = await addMember(plain, 'reader')
  await plain.goto('/sessions')
  await plain.getByRole('link', { name: 'Actions for one’s session' }).click()
  await expect(plain).toHaveURL(/\/sessions\/sess_/)
  await plain.getByRole('button', { name: 'Extend by 1 h' }).click()
  await expect(plain.getByText('Extended by 1 h.')).toBeVisible()
  await plain.locator('summary', { hasText: 'End session' }).click()
  await plain.getByRole('button', { name: 'End session', exact: true }).click()
  await expect(plain.getByText('Ended · by')).toBeVisible()
  await plain.goto('/agents')
  await plain.getByRole('link', { name: 'Actions for one', exact: true }).click()
  await expect(plain).toHaveURL('/agents/one')
  await plain.getByRole('button', { name: 'Activate', exact: true }).click()
  await expect(plain.getByRole('button', { name: 'Extend' }).first()).toBeVisible()
  await plain.context().close()
  const page = await openAs(browser, reader)
  for (const [path, name] of [
    ['/agents', 'one'],
    ['/sessions?status=active', 'one’s session'],
  ] as const) {
    await openWithScripts(page, path)
    const menu = await openMenu(page, name)
    await expect(menu.getByRole('link')).toHaveText(['Open'])
    await expect(menu.getByRole('button')).toHaveText(['Copy id'])
    await expect(page.locator('main form[id]')).toHaveCount(0)
  }
  await page.context().close()
})

test('a person hides columns and lowers the rows; the server renders the next page like that', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await activateAll(page.request, team, ['one'])
  await signIn(page, team.owner)
  await openWithScripts(page, '/agents')
  const heads = headsOf(page, 'Agents')
  await expect(heads).toHaveText(['Agent', 'Status', 'Memories', 'Sessions', 'Last session', 'Created', 'Actions'])
  const view = await openDialog(page, DISPLAY, 'Display')
  await expect(view.getByRole('checkbox', { name: 'Agent' })).toHaveCount(0)
  for (const name of ['Created', 'Memories']) await view.getByRole('checkbox', { name }).uncheck()
  await expect(heads).toHaveText(['Agent', 'Status', 'Sessions', 'Last session', 'Actions'])
  await view.getByRole('radio', { name: 'Compact' }).check()
  await expect(page.locator('[data-density=compact]')).toBeVisible()
  expect(await accessibilityFindings(page)).toEqual([])
  expect(await cookiesOf(page.context())).toMatchObject({
    'memanto-hidden-columns-agents': 'created.memories',
    'memanto-density': 'compact',
  })
  const html = await (await page.request.get('/agents')).text()
  expect(html).toContain('data-density="compact"')
  expect(html).not.toContain('data-label="Created"')
  await page.goto('/sessions')
  await expect(headsOf(page, 'Sessions').filter({ hasText: 'Retrieved' })).toBeVisible()
  await openWithScripts(page, '/agents')
  await page.setViewportSize({ width: 360, height: 740 })
  await expect(rowOf(page, 'Agents', 'one').locator('[data-label=Status]')).toBeVisible()
  await expect(table(page, 'Agents').locator('[data-label=Created]')).toHaveCount(0)
  await page.setViewportSize({ width: 1280, height: 740 })
  await openDialog(page, DISPLAY, 'Display')
  await view.getByRole('button', { name: 'Reset' }).click()
  await expect(heads).toHaveCount(7)
  await view.getByRole('radio', { name: 'Comfortable' }).check()
  await expect(page.locator('[data-density=comfortable]')).toBeVisible()
})

test('the lists of memories hide details and lower their rows, also without JavaScript', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const session = await activate(page.request, team, 'one')
  await remember(page.request, session, { title: 'A title', content: 'Long text of a memory. '.repeat(40), tags: ['vip'] }, 'one')
  await signIn(page, team.owner)
  await openWithScripts(page, '/memories?q=text')
  const rowOn = (on: Page) => on.locator('[data-rows] > li').filter({ has: on.getByRole('link', { name: 'A title' }) })
  const detailsOn = (on: Page) => ({
    Agent: rowOn(on).getByRole('link', { name: 'one', exact: true }),
    Tags: rowOn(on).getByText('#vip'),
    Time: rowOn(on).locator('time'),
    Score: rowOn(on).getByText('Why?'),
  })
  const heightOf = (on: Page) => rowOn(on).evaluate((row) => row.getBoundingClientRect().height)
  const linesOf = (on: Page) =>
    rowOn(on)
      .locator('a[data-row] > span')
      .last()
      .evaluate((text) => Math.round(text.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(text).lineHeight)))
  for (const detail of Object.values(detailsOn(page))) await expect(detail).toBeVisible()
  const height = await heightOf(page)
  expect(await linesOf(page)).toBe(2)
  const view = await openDialog(page, 'Display: details and row height', 'Display')
  await expect(view.getByRole('checkbox')).toHaveCount(4)
  for (const [name, detail] of Object.entries(detailsOn(page))) {
    await view.getByRole('checkbox', { name }).uncheck()
    await expect(detail).toHaveCount(0)
  }
  await view.getByRole('radio', { name: 'Compact' }).check()
  await expect(page.locator('[data-density=compact]')).toBeVisible()
  expect(await accessibilityFindings(page)).toEqual([])
  expect(await cookiesOf(page.context())).toMatchObject({
    'memanto-hidden-columns-memories': 'agent.tags.time.score',
    'memanto-density': 'compact',
  })
  expect(await linesOf(page)).toBe(1)
  expect(await heightOf(page)).toBeLessThan(height - 40)
  const plain = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await plain.context().addCookies(await page.context().cookies())
  for (const path of ['/memories?q=text', '/memories', '/agents/one/memories']) {
    await plain.goto(path)
    await expect(rowOn(plain)).toBeVisible()
    for (const detail of Object.values(detailsOn(plain))) await expect(detail).toHaveCount(0)
    expect(await linesOf(plain), path).toBe(1)
    for (const width of [360, 1280]) {
      await plain.setViewportSize({ width, height: 800 })
      expect(await contentWidth(plain), `${path}, ${width} px`).toBeLessThanOrEqual(width)
    }
  }
  await plain.context().close()
  await openWithScripts(page, '/agents/one/memories')
  await openDialog(page, 'Display: details and row height', 'Display')
  await expect(view.getByRole('checkbox')).toHaveCount(2)
  await view.getByRole('button', { name: 'Reset' }).click()
  await expect(detailsOn(page).Tags).toBeVisible()
  await expect(detailsOn(page).Time).toBeVisible()
})

test('columns of the audit log and of the requests are hidden too', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await activateAll(page.request, team, ['one'])
  await signIn(page, team.owner)
  await openRequests(page, 1)
  for (const [path, list, head, kept] of [
    ['/settings/audit', 'Audit entries', 'Address', 'Who'],
    ['/settings/requests', 'Requests', 'Took', 'Result'],
  ] as const) {
    await openWithScripts(page, path)
    const columns = page.getByRole('list', { name: list }).locator('xpath=..').locator('> [aria-hidden] > span')
    await expect(columns.filter({ hasText: head })).toBeVisible()
    await (await openDialog(page, DISPLAY, 'Display')).getByRole('checkbox', { name: head }).uncheck()
    await expect(columns.filter({ hasText: head })).toHaveCount(0)
    await expect(columns.filter({ hasText: kept })).toBeVisible()
    await expect(page.getByRole('checkbox', { name: 'Time' })).toHaveCount(0)
  }
})

test('a made-up cookie hides nothing else and breaks no page', async ({ page, browser, baseURL }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const url = baseURL ?? ''
  await page.context().addCookies([
    { name: 'memanto-hidden-columns-agents', value: '..agent.<b>.created', url },
    { name: 'memanto-density', value: 'tiny', url },
  ])
  await page.goto('/agents')
  await expect(headsOf(page, 'Agents')).toHaveText(['Agent', 'Status', 'Memories', 'Sessions', 'Last session', 'Actions'])
  await expect(page.locator('[data-density=comfortable]')).toBeVisible()
})

test('heads sort sessions by start and by time left, and summaries by what the sessions did', async ({ page, browser }) => {
  const team = await createTeam(browser)
  for (const [agent, hours] of Object.entries({ three: 3, one: 1, two: 2 }))
    await activate(page.request, team, agent, { duration_hours: hours })
  await signIn(page, team.owner)
  await openWithScripts(page, '/sessions')
  const started = headsOf(page, 'Sessions').filter({ hasText: 'Started' })
  const agents = () => sessionTable(page).locator('td.title')
  await expect(started).toHaveAttribute('aria-sort', 'descending')
  await started.getByRole('link').click()
  await expect(page).toHaveURL('/sessions?sort=oldest')
  await expect(started).toHaveAttribute('aria-sort', 'ascending')
  await expect(agents()).toHaveText(['three', 'one', 'two'])
  await expect(headsOf(page, 'Sessions').getByRole('link')).toHaveText(['Started'])
  await openWithScripts(page, '/sessions?status=active')
  await headsOf(page, 'Sessions').getByRole('link', { name: 'Time left' }).click()
  await expect(page).toHaveURL('/sessions?status=active&sort=expires')
  await expect(agents()).toHaveText(['one', 'two', 'three'])
  await page.goto('/sessions?sort=expires')
  await expect(agents()).toHaveText(['two', 'one', 'three'])
})

test('heads sort API keys in both directions, also without JavaScript, and a field does on a phone', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const plain = await openAs(browser, team.owner, { javaScriptEnabled: false })
  for (const [name, days] of Object.entries({ beta: '90', Alpha: 'never', gamma: '30' })) {
    await openKeyForm(plain)
    await plain.getByLabel('Name', { exact: true }).fill(name)
    await plain.getByLabel('Expires', { exact: true }).selectOption(days)
    await plain.getByRole('button', { name: 'Create key' }).click()
    await expect(plain.getByRole('heading', { name: `Copy the key “${name}” now` })).toBeVisible()
  }
  const head = (on: Page, name: string) => headsOf(on, 'Team keys').filter({ hasText: name })
  const names = (on: Page) => table(on, 'Team keys').locator('td.title [data-row]')
  const orders = {
    Key: { sorts: ['name', 'name_desc'], directions: ['ascending', 'descending'], first: [/Alpha|beta/, /gamma/] },
    Expires: { sorts: ['expires', 'expires_desc'], directions: ['ascending', 'descending'], first: [/gamma/, /beta|First key/] },
    'Last used': { sorts: ['last_used', 'last_used_asc'], directions: ['descending', 'ascending'], first: [/./, /./] },
    Created: { sorts: ['newest', 'oldest'], directions: ['descending', 'ascending'], first: [/gamma/, /First key/] },
  }
  await openWithScripts(page, '/settings/api-keys')
  await plain.goto('/settings/api-keys')
  for (const on of [page, plain]) {
    await expect(names(on)).toHaveText(['gamma', 'Alpha', 'beta', 'First key'])
    for (const [name, { sorts, directions, first }] of Object.entries(orders))
      for (const [index, sort] of sorts.entries()) {
        await head(on, name).getByRole('link').click()
        await expect(on).toHaveURL(`/settings/api-keys?sort=${sort}`)
        await expect(head(on, name)).toHaveAttribute('aria-sort', directions[index] ?? '')
        await expect(names(on).first()).toHaveText(first[index] ?? '')
      }
  }
  await plain.getByLabel('Sort by').selectOption('A to Z')
  await plain.getByRole('button', { name: 'Apply' }).click()
  await expect(plain).toHaveURL('/settings/api-keys?sort=name')
  await expect(names(plain)).toHaveText(['Alpha', 'beta', 'First key', 'gamma'])
  await plain.goto('/settings/api-keys?sort=colour')
  await expect(plain.getByText('This link has a value that does not exist here, so it was left out: sort.')).toBeVisible()
  await expect(names(plain)).toHaveText(['gamma', 'Alpha', 'beta', 'First key'])
  await plain.context().close()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.getByLabel('Sort by').selectOption('Expiring soonest')
  await expect(page).toHaveURL('/settings/api-keys?sort=expires')
  await expect(names(page).first()).toHaveText('gamma')
  await page.getByRole('link', { name: 'gamma', exact: true }).click()
  await expect(page).toHaveURL(/sort=expires&peek=/)
  expect(await accessibilityFindings(page)).toEqual([])
})

test('on a phone, where rows are cards without heads, a field sorts the lists', async ({ browser }) => {
  const team = await createTeam(browser)
  const page = await openAs(browser, team.owner, { viewport: { width: 360, height: 740 } })
  for (const [agent, hours] of Object.entries({ three: 3, one: 1, two: 2 }))
    await activate(page.request, team, agent, { duration_hours: hours })
  const rows = sessionTable(page)
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })
  await openWithScripts(page, '/sessions?status=active')
  await expect(rows).toHaveText([/^two/, /^one/, /^three/])
  await expect(page.getByLabel('Sort by')).toBeHidden()
  await page.getByLabel('Show filters').check({ force: true })
  await page.getByLabel('Sort by').selectOption('Time left')
  await expect(page).toHaveURL('/sessions?status=active&sort=expires')
  await expect(rows).toHaveText([/^one/, /^two/, /^three/])
  await page.getByRole('list', { name: 'State' }).getByRole('link', { name: /^Any/ }).click()
  await expect(page).toHaveURL('/sessions?sort=expires')
  await expect(page.getByLabel('Sort by').getByRole('option')).toHaveText(['Newest', 'Oldest'])
  await expect(page.getByLabel('Sort by')).toHaveValue('newest')
  await page.goBack()
  await expect(page.getByLabel('Sort by')).toHaveValue('expires')
  await page.goto('/summaries?sort=stored')
  await expect(page.getByLabel('Sort by')).toHaveValue('stored')
  await page.context().close()
})

test('on a phone fields sort the groups of summaries, and the keyboard stops at nothing that is not seen', async ({ browser }) => {
  const team = await createTeam(browser)
  const page = await openAs(browser, team.owner, { viewport: { width: 360, height: 740 } })
  for (const [agent, sessions] of Object.entries({ few: 1, many: 3, some: 2 }))
    for (let n = 0; n < sessions; n++) {
      await activate(page.request, team, agent)
      await post(page.request, team, `/agents/${agent}/deactivate`)
    }
  const groups = table(page, 'By agent').locator('tbody tr')
  await openWithScripts(page, '/summaries/agents')
  await expect(groups).toHaveText([/^many/, /^some/, /^few/])
  await page.getByLabel('Show filters').check({ force: true })
  await expect(page.getByLabel('Sort by').getByRole('option')).toContainText(['Agent', 'Sessions', 'Stored'])
  await page.getByLabel('Sort by').selectOption('Agent')
  await expect(page).toHaveURL('/summaries/agents?sort=name')
  await expect(groups).toHaveText([/^few/, /^many/, /^some/])
  await expect(page.getByLabel('Order')).toHaveValue('asc')
  await page.getByLabel('Order').selectOption('Descending')
  await expect(page).toHaveURL('/summaries/agents?sort=name&order=desc')
  await expect(groups).toHaveText([/^some/, /^many/, /^few/])
  await page.getByLabel('Sort by').selectOption('Sessions')
  await expect(page).toHaveURL('/summaries/agents?order=desc')
  await expect(page.getByLabel('Order')).toHaveValue('desc')
  await expect(groups).toHaveText([/^many/, /^some/, /^few/])
  await page.goto('/summaries/outcomes?sort=revoked&order=asc')
  await page.setViewportSize({ width: 1280, height: 740 })
  await expect(page.getByLabel('Sort by')).toBeHidden()
  await page.locator('select[name=end_reason]').selectOption('deactivated')
  await expect(page).toHaveURL(/^[^?]*\?(?=.*end_reason=deactivated)(?=.*sort=revoked)(?=.*order=asc)/)
  await page.setViewportSize({ width: 360, height: 740 })
  await expect(page.getByLabel('Sort by')).toHaveValue('revoked')
  for (const path of ['/summaries/agents', '/summaries/days', '/sessions', '/agents', '/summaries', '/settings/api-keys']) {
    await page.goto(path)
    const links = page.locator('.list-table thead a')
    expect(await links.count(), path).toBeGreaterThan(0)
    for (const link of await links.all()) {
      await link.evaluate((element) => element.focus())
      await expect(link, path).not.toBeFocused()
    }
    await expect(page.getByLabel('Sort by'), path).toHaveCount(1)
    expect(await accessibilityFindings(page), path).toEqual([])
  }
  await page.context().close()
})

test('summaries are sorted by each part of their line', async ({ page, browser }) => {
  const team = await createTeam(browser)
  for (const [agent, memories] of Object.entries({ few: 1, many: 3, some: 2 })) {
    const session = await activate(page.request, team, agent)
    for (let n = 0; n < memories; n++) await remember(page.request, session, { content: `Note ${n} of ${agent}` }, agent)
    await post(page.request, team, `/agents/${agent}/deactivate`)
  }
  await signIn(page, team.owner)
  await openWithScripts(page, '/summaries')
  const agents = table(page, 'Summaries').locator('[data-label=Agent]')
  await expect(agents).toHaveText(['some', 'many', 'few'])
  await expect(headsOf(page, 'Summaries').getByRole('link')).toHaveText(['Duration', 'Stored', 'Retrieved', 'Recalls', 'Ended'])
  await headsOf(page, 'Summaries').getByRole('link', { name: 'Stored' }).click()
  await expect(page).toHaveURL('/summaries?sort=stored')
  await expect(agents).toHaveText(['many', 'some', 'few'])
  await expect(headsOf(page, 'Summaries').first()).toHaveAttribute('aria-sort', 'descending')
})

test('lists are not cut at any width, comfortable or compact, and what can be clicked is large enough', async ({
  browser,
  request,
  baseURL,
}) => {
  const team = await createTeam(browser)
  await activate(request, team, 'an-agent-with-a-rather-long-name-that-has-to-be-cut-somewhere', { duration_hours: 0.3 })
  await activate(request, team, 'another')
  await post(request, team, '/agents/another/deactivate')
  const page = await openAs(browser, team.owner)
  for (const density of ['comfortable', 'compact']) {
    await page.context().addCookies([{ name: 'memanto-density', value: density, url: baseURL ?? '' }])
    for (const path of [
      '/agents',
      '/sessions',
      '/sessions?status=active',
      '/summaries',
      '/settings/api-keys',
      '/settings/audit',
      '/settings/requests',
    ]) {
      await page.goto(path)
      for (const width of [360, 1024, 1280, 1600]) {
        await page.setViewportSize({ width, height: 800 })
        const where = `${path}, ${width} px, ${density}`
        expect.soft(await contentWidth(page), where).toBeLessThanOrEqual(width)
        expect.soft(await cutTables(page), where).toEqual([])
        expect.soft(await smallTargets(page), where).toEqual([])
      }
    }
  }
  expect(await accessibilityFindings(page)).toEqual([])
  await page.context().close()
})

test('the dashboard, agents, summaries and settings cut no usual name from 1024 to 1600 pixels', async ({ page, browser, baseURL }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await submitForm(page.request, '/account', { name: 'Maximiliane Hoffmann' })
  const usual = await activate(page.request, team)
  await post(page.request, usual, '/agents/customer-support/deactivate')
  const [ended] = await activateAll(page.request, team, ['customer-support'])
  await page.goto(`/sessions/${ended}`)
  await page.getByText('End session…').click()
  await page.getByRole('button', { name: 'End session', exact: true }).click()
  await expect(page.getByText('by Maximiliane Hoffmann').first()).toBeVisible()
  await activate(page.request, team)
  for (const density of ['comfortable', 'compact']) {
    await page.context().addCookies([{ name: 'memanto-density', value: density, url: baseURL ?? '' }])
    for (const path of ['/', '/agents', '/summaries', '/settings/api-keys', '/settings/audit', '/settings/requests']) {
      await page.goto(path)
      for (const width of [1024, 1280, 1600]) {
        await page.setViewportSize({ width, height: 800 })
        const where = `${path}, ${width} px, ${density}`
        expect.soft((await cutTexts(page)).all, where).toEqual([])
        expect.soft(await cutTables(page), where).toEqual([])
      }
    }
  }
})

/** What can be clicked in lists and is lower than 24 pixels, except links inside of text. */
const smallTargets = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.list-table :is(a, button, summary)')]
      .filter((target) => target.checkVisibility({ visibilityProperty: true }) && target.closest('thead, .menu') !== null)
      .filter((target) => target.getBoundingClientRect().height < 24)
      .map((target) => target.outerHTML.slice(0, 120)),
  )

test('each text that is cut off is in a title: names of agents and people, filters, options, tags and heads of panels', async ({
  page,
  browser,
}) => {
  const agent = 'agent-with-the-longest-name-that-an-agent-can-have-in-this-product'.slice(0, 64)
  const person = 'The longest name that anybody ever had '.repeat(3).trim()
  const team = await createTeam(browser, agent)
  await signIn(page, team.owner)
  await submitForm(page.request, '/account', { name: person })
  const key = { name: 'One', preset: 'Read only', reach: 'some', more_agents: agent, expiry: '90', memory_trust: 'trusted' }
  await submitForm(page.request, '/settings/api-keys', key)
  const session = await activate(page.request, team, agent)
  const memory = await remember(page.request, session, { content: 'Ada likes kites.', tags: ['a-tag-'.repeat(8)] }, agent)
  await page.goto(`/sessions/${session.session_id}`)
  await page.getByText('End session…').click()
  await page.getByRole('button', { name: 'End session', exact: true }).click()
  await expect(page.getByText(`by ${person}`).first()).toBeVisible()
  await activate(page.request, team, agent)
  const paths: Record<string, string[]> = {
    '/': [agent],
    [`/agents?q=${agent}&peek=${agent}`]: [agent],
    '/sessions': [agent],
    [`/summaries?agent_id=${agent}`]: [agent],
    '/summaries/agents': [agent],
    '/settings/api-keys': [agent],
    '/memories': [agent],
    [`/memories/${memory.memory_id}`]: [],
  }
  const seen = new Set<string>()
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 })
    for (const [path, texts] of Object.entries(paths)) {
      await page.goto(path)
      const { all, untitled } = await cutTexts(page)
      expect(untitled, `${path}, ${width} px`).toEqual([])
      for (const text of texts) if (all.includes(text)) seen.add(`${path}: ${text}`)
    }
  }
  expect([...seen].toSorted()).toEqual(
    Object.entries(paths)
      .flatMap(([path, texts]) => texts.map((text) => `${path}: ${text}`))
      .toSorted(),
  )
  await page.setViewportSize({ width: 1280, height: 800 })
  await openWithScripts(page, '/sessions')
  await page.getByRole('combobox', { name: 'Agent', exact: true }).fill('agent')
  await expect(page.getByRole('option', { name: agent })).toHaveAttribute('title', agent)
})
