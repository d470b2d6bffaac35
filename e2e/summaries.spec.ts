import { readFile } from 'node:fs/promises'
import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { accessibilityFindings, cutTables, expectToFit } from './accessibility'
import { createTeam, openAs, signIn, type TestTeam } from './people'
import { openWithScripts } from './scripts'
import { activate, post, remember } from './team-api'

/** Opens a session of an agent, stores memories in it, and ends it. */
async function workOnce(request: APIRequestContext, team: TestTeam, agent: string, memories: number): Promise<string> {
  const session = await activate(request, team, agent)
  for (let count = 0; count < memories; count++) await remember(request, session, { content: `Memory ${count} of ${agent}.` }, agent)
  await post(request, team, `/agents/${agent}/deactivate`)
  return session.session_id
}

/** A team with two ended sessions of alpha (4 and 2 memories), and one of beta (1 memory), which a person ended. */
async function createWorkedTeam(page: Page, team: TestTeam): Promise<void> {
  await workOnce(page.request, team, 'alpha', 4)
  await workOnce(page.request, team, 'alpha', 2)
  const session = await activate(page.request, team, 'beta')
  await remember(page.request, session, { content: 'A memory of beta.' }, 'beta')
  await post(page.request, team, `/sessions/${session.session_id}/end`)
}

const cellsOf = (page: Page, table: string, row: RegExp) =>
  page.getByRole('region', { name: table, exact: true }).getByRole('row', { name: row }).getByRole('cell')

test('summaries by agent are sorted by any column, and each number leads to its sessions', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await createWorkedTeam(page, team)
  await signIn(page, team.owner)
  await page.goto('/summaries')
  await page.getByRole('link', { name: 'By agent' }).click()
  await expect(page).toHaveTitle('Summaries by agent · Memanto')
  const table = page.getByRole('region', { name: 'By agent', exact: true })
  await expect(table.getByRole('rowheader')).toHaveText(['alpha', 'beta'])
  await expect(cellsOf(page, 'By agent', /^alpha/)).toHaveText(['2', '6', '0', '0', /\ds$/, /\ds$/, '2', '0'])
  await expect(cellsOf(page, 'By agent', /^beta/)).toHaveText(['1', '1', '0', '0', /\ds$/, /\ds$/, '0', '1'])
  await expect(page.getByText('All numbers of this table are based on all sessions.')).toBeVisible()
  await table.getByRole('link', { name: 'Ended by someone' }).click()
  await expect(page).toHaveURL(/sort=revoked/)
  await expect(table.getByRole('rowheader')).toHaveText(['beta', 'alpha'])
  await expect(table.getByRole('columnheader', { name: 'Ended by someone' })).toHaveAttribute('aria-sort', 'descending')
  await table.getByRole('link', { name: 'Ended by someone' }).click()
  await expect(table.getByRole('rowheader')).toHaveText(['alpha', 'beta'])
  await cellsOf(page, 'By agent', /^alpha/)
    .first()
    .getByRole('link')
    .click()
  await expect(page).toHaveURL(/\/summaries\?agent_id=alpha$/)
  await expect(page.getByRole('region', { name: 'Summaries' }).getByRole('row')).toHaveCount(3)
})

test('summaries by day and by outcome have the same totals', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await createWorkedTeam(page, team)
  await signIn(page, team.owner)
  await page.goto('/summaries/outcomes')
  await expect(cellsOf(page, 'By outcome', /^deactivated/)).toHaveText(['2', '6', '0', '0', /\ds$/, /\ds$/])
  await expect(cellsOf(page, 'By outcome', /^ended by someone/)).toHaveText(['1', '1', '0', '0', /\ds$/, /\ds$/])
  await expect(
    page
      .getByRole('region', { name: 'Percentiles' })
      .getByRole('row', { name: /^Memories stored/ })
      .getByRole('cell'),
  ).toHaveText(['2', '3', '3.6', '3.8', '4'])
  await page.getByRole('link', { name: 'By day' }).click()
  const days = page.getByRole('region', { name: 'By day' })
  await expect(days.getByRole('rowheader').first()).toHaveText(/^\d{4}-\d\d-\d\d$/)
  await days.getByRole('row').last().getByRole('cell').first().getByRole('link').click()
  await expect(page).toHaveURL(/range=custom&from=.*&zone=UTC/)
  await page.goto('/summaries/days?agent_id=nobody')
  await expect(page.getByText('No sessions ended in this time range')).toBeVisible()
})

test('two agents and two periods are compared, with the difference in percent', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await createWorkedTeam(page, team)
  await signIn(page, team.owner)
  await openWithScripts(page, '/summaries/compare')
  await page.getByLabel('Agent', { exact: true }).fill('alpha')
  await page.getByLabel('Compared with agent').fill('beta')
  await page.getByRole('option', { name: 'beta' }).click()
  await expect(page).toHaveURL('/summaries/compare?agent_id=alpha&vs_agent=beta')
  await expect(cellsOf(page, 'Comparison', /^Memories stored/)).toHaveText(['6', '1', '+500 %'])
  await expect(cellsOf(page, 'Comparison', /^Sessions/)).toHaveText(['2', '1', '+100 %'])
  await expect(cellsOf(page, 'Comparison', /^Deactivated/)).toHaveText(['2', '0', '–'])
  await expect(cellsOf(page, 'Comparison', /^Ended by someone/)).toHaveText(['0', '1', '−100 %'])
  await page.goto('/summaries/compare')
  await expect(cellsOf(page, 'Comparison', /^Sessions/)).toHaveText(['3', '0', '–'])
  await cellsOf(page, 'Comparison', /^Sessions/)
    .first()
    .getByRole('link')
    .click()
  await expect(page.getByRole('region', { name: 'Summaries' }).getByRole('row')).toHaveCount(4)
  await page.goto('/summaries/compare?vs_period=custom&vs_from=2020-01-01&vs_to=2020-01-31&zone=UTC')
  await expect(page.getByRole('region', { name: 'Comparison' }).locator('time[datetime="2020-01-01T00:00:00.000Z"]')).toBeVisible()
})

test('other days are compared when the first of them is complete, and are not lost when something else is chosen before', async ({
  page,
  browser,
}) => {
  await signIn(page, (await createTeam(browser)).owner)
  await openWithScripts(page, '/summaries/compare?vs_period=same')
  const loads: string[] = []
  page.on('request', (request) => {
    if (request.headers().rsc !== undefined) loads.push(new URL(request.url()).search.replace(/&?_rsc=.*/, ''))
  })
  const period = page.getByLabel('Compared with period')
  await period.selectOption('Other days…')
  await page.getByRole('button', { name: /^Time/ }).click()
  await page.getByRole('button', { name: 'Last 7 days' }).click()
  await expect(page).toHaveURL('/summaries/compare?range=7d&vs_period=same')
  await period.selectOption('Other days…')
  const from = page.getByLabel(/^Other period from/)
  await from.focus()
  await page.keyboard.type('11272020')
  await expect(page).toHaveURL(/vs_period=custom&vs_from=2020-11-27/)
  await expect(from).toBeFocused()
  await page.keyboard.press('Backspace')
  await page.keyboard.type('2021')
  await expect(page).toHaveURL(/vs_from=2021-11-27/)
  await page.getByLabel(/^Other period to/).fill('2021-11-30')
  await expect(page).toHaveURL(/vs_to=2021-11-30/)
  expect(loads.filter((search) => !search.includes('vs_to')).map((search) => new URLSearchParams(search).get('vs_from'))).toEqual([
    null,
    '2020-11-27',
    '2021-11-27',
  ])
  await period.selectOption('The one before')
  await expect(page).toHaveURL('/summaries/compare?range=7d&vs_period=previous')
})

test('each view is exported as shown, without formulas, and the export is audited', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await createWorkedTeam(page, team)
  await signIn(page, team.owner)
  const read = async (path: string) => {
    await page.goto(path)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export CSV' }).click()
    return (await readFile(await (await download).path(), 'utf8')).replace('\uFEFF', '').trim().split('\r\n')
  }
  const agents = await read('/summaries/agents?sort=name&order=desc')
  expect(agents[0]).toMatch(/^agent_id,sessions,memories_stored,memories_retrieved,recalls,median_seconds,p95_seconds,deactivated,/)
  expect(agents.slice(1).map((line) => line.split(',').slice(0, 3).join())).toEqual(['beta,1,1', 'alpha,2,6'])
  expect(await read('/summaries?agent_id=alpha')).toHaveLength(3)
  const comparison = await read('/summaries/compare?agent_id=alpha&vs_agent=beta')
  expect(comparison).toContain('agent_id,alpha,beta,')
  expect(comparison).toContain('memories_stored,6,1,500')
  await page.goto('/settings/audit')
  await expect(page.getByText('Exported summaries')).toHaveCount(3)
})

test('the views fit a phone and a wide page, and axe finds nothing', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await createWorkedTeam(page, team)
  // A column for each end reason that the API can cause.
  for (let session = 0; session < 2; session++) await activate(page.request, team, 'gamma', { on_active: 'replace' })
  const headers = { authorization: `Bearer ${team.apiKey}` }
  expect((await page.request.delete('/api/v2/agents/gamma', { headers })).ok()).toBe(true)
  await signIn(page, team.owner)
  for (const path of ['/summaries/agents', '/summaries/days', '/summaries/outcomes', '/summaries/compare']) {
    await openWithScripts(page, path)
    await expectToFit(page, path, [1600, 1280, 1024, 360])
    for (const width of [1600, 1280, 1024, 360]) {
      await page.setViewportSize({ width, height: 800 })
      expect.soft(await cutTables(page), `${path} at ${width}`).toEqual([])
    }
    await page.goto(`${path}?end_reason=deactivated`)
    await expect.soft(page.getByRole('link', { name: 'Remove filter End reason: deactivated' }), path).toBeVisible()
  }
})

test('the name of a deleted agent leads to its sessions', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const id = await workOnce(page.request, team, 'gamma', 1)
  expect((await page.request.delete('/api/v2/agents/gamma', { headers: { authorization: `Bearer ${team.apiKey}` } })).ok()).toBe(true)
  await signIn(page, team.owner)
  for (const path of ['/summaries', '/summaries/agents', `/sessions/${id}`]) {
    await page.goto(path)
    await page.getByRole('main').getByRole('link', { name: 'gamma', exact: true }).click()
    await expect(page).toHaveURL('/sessions?agent_id=gamma')
  }
})

test('the views work without JavaScript', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await createWorkedTeam(page, team)
  const plain = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await plain.goto('/summaries/agents')
  await plain.getByLabel('Agent', { exact: true }).fill('beta')
  await plain.getByRole('button', { name: 'Apply' }).click()
  await expect(plain.getByRole('region', { name: 'By agent', exact: true }).getByRole('rowheader')).toHaveText(['beta'])
  await plain.context().close()
})

test('a session shows its life as a bar, and is compared with the usual session of its agent', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await createWorkedTeam(page, team)
  const session = await activate(page.request, team, 'alpha', { duration_hours: 2 })
  await post(page.request, { session_token: session.session_token }, '/session/extend', { extend_hours: 1 })
  await remember(page.request, session, { content: 'One more.' }, 'alpha')
  await signIn(page, team.owner)
  await page.goto(`/sessions/${session.session_id}`)
  await expect(page.getByRole('img', { name: /^Active for \d+s; extended once, after \d+s; expires in 2h 59m\.$/ })).toBeVisible()
  await expect(cellsOf(page, 'Usual session', /^Memories stored/)).toHaveText(['1', '3', '−67 %'])
  await expect(page.getByText('Usual is the median of the latest 2 other ended sessions of this agent.')).toBeVisible()
  await post(page.request, team, '/agents/alpha/deactivate')
  await page.reload()
  await expect(page.getByRole('img', { name: /^Ended after \d+s, 2h 59m before its expiry; extended once, after \d+s\.$/ })).toBeVisible()
  expect(await accessibilityFindings(page)).toEqual([])
})

test('a summary is copied as text, as JSON and as a link, and printed without navigation', async ({ page, browser, context }) => {
  const team = await createTeam(browser)
  const id = await workOnce(page.request, team, 'alpha', 2)
  await signIn(page, team.owner)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`/sessions/${id}`)
  const copied = async (button: string, said: string) => {
    await page.getByRole('button', { name: button }).click()
    await expect(page.getByText(said)).toBeVisible()
    return page.evaluate(() => navigator.clipboard.readText())
  }
  expect(await copied('Copy as text', 'Text copied')).toMatch(
    new RegExp(`^Session ${id} of alpha\\nDuration: \\d+s · Memories Stored: 2 · `),
  )
  expect(JSON.parse(await copied('Copy summary JSON', 'JSON copied'))).toMatchObject({ session_id: id, memories_stored: 2 })
  const link = await copied('Copy link', 'Link copied')
  expect(link).toMatch(new RegExp(`/sessions/${id}#summary$`))
  await page.goto(link)
  await expect(page.locator('#summary')).toHaveText('Summary')
  await expect(page.getByRole('navigation').first()).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByRole('button')).toHaveCount(0)
  await expect(page.getByText('Memories Stored: 2')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect((await page.getByRole('main').boundingBox())?.width).toBe(page.viewportSize()?.width)
  await expect(page.getByRole('img', { name: /^Ended after/ })).toBeVisible()
})

test('a view of another team has none of these sessions', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await createWorkedTeam(page, team)
  await signIn(page, (await createTeam(browser)).owner)
  for (const path of ['/summaries/agents', '/summaries/export.csv?view=agents', '/summaries/compare?agent_id=alpha&vs_agent=beta']) {
    const response = await page.request.get(path)
    expect(response.status(), path).toBe(200)
    expect(await response.text(), path).not.toMatch(/Memories stored<\/th>|alpha,2/)
  }
})
