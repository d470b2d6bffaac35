import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { createTeam, openAs, signIn } from './people'
import { openWithScripts } from './scripts'
import { ACTIVE, activate, post, remember, sessionTable } from './team-api'

test('a team without sessions sees how to start one; filters without a match say so', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/sessions')
  await expect(page.getByText('No sessions yet')).toBeVisible()
  await expect(page.getByText('memanto agent activate customer-support')).toBeVisible()
  await page.goto('/sessions?status=active')
  await expect(page.getByText('No matching sessions')).toBeVisible()
})

test('sessions are filtered by state, agent, end reason and time in the URL, and exported with the same filters', async ({
  page,
  browser,
}) => {
  const team = await createTeam(browser)
  const first = await activate(page.request, team, 'support-1')
  await post(page.request, team, '/agents/support-1/deactivate')
  const second = await activate(page.request, team, 'support-2')
  await post(page.request, team, `/sessions/${second.session_id}/end`, { reason: '=HYPERLINK("http://evil")' })
  await activate(page.request, team, 'support-3')
  await signIn(page, team.owner)
  await openWithScripts(page, '/sessions')
  await expect(sessionTable(page).getByRole('row')).toHaveCount(4)
  await page.getByRole('list', { name: 'State' }).getByRole('link', { name: 'Active 1', exact: true }).click()
  await expect(page).toHaveURL('/sessions?status=active')
  await expect(sessionTable(page).getByRole('row')).toHaveCount(2)
  await page.getByRole('link', { name: 'Remove filter State: Active' }).click()
  await expect(page).toHaveURL('/sessions')
  await expect(page.getByRole('list', { name: 'State' }).getByRole('link', { name: 'Any' })).toHaveAttribute('aria-current', 'true')
  await page.goto('/sessions?agent_id=support-1&range=24h')
  await expect(sessionTable(page).getByRole('link', { name: first.session_id })).toBeVisible()
  await expect(sessionTable(page).getByRole('row')).toHaveCount(2)
  await page.goto('/sessions?from=2020-01-01&to=2020-12-31')
  await expect(page.getByText('No matching sessions')).toBeVisible()
  await page.goto('/sessions?end_reason=revoked')
  await expect(sessionTable(page).getByRole('row')).toHaveCount(2)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  expect(csv.trim().split('\r\n')).toHaveLength(2)
  expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`)
  expect(csv).not.toContain('eyJ')
})

test('selected sessions are ended together, and the result is shown', async ({ page, browser }) => {
  const team = await createTeam(browser)
  for (const agent of ['support-1', 'support-2', 'support-3']) await activate(page.request, team, agent)
  await signIn(page, team.owner)
  await page.goto('/sessions')
  await page.getByLabel('Select support-1’s session').check()
  await page.getByLabel('Select support-3’s session').check()
  await page.getByText('End selected…').click()
  await page.getByLabel('Reason (optional, shown in history)').fill('Tidying up')
  await page.getByRole('button', { name: 'End selected sessions' }).click()
  await expect(page.getByText(/^2 sessions ended: support-[13], support-[13]\.$/)).toBeVisible()
  await expect(sessionTable(page).getByText('Ended · by ')).toHaveCount(2)
  await expect(page.getByRole('list', { name: 'End reason' }).getByRole('link', { name: 'ended by someone 2' })).toBeVisible()
  await page.goto('/summaries')
  await expect(page.getByRole('region', { name: 'Summaries' }).getByText('ended by someone')).toHaveCount(2)
  await expect(page.getByText('revoked')).toHaveCount(0)
  await page.goto('/sessions')
  await expect(sessionTable(page).getByText(ACTIVE)).toHaveCount(1)
})

for (const javaScriptEnabled of [true, false])
  test(`Enter on the checkbox of a row ends no session and changes no memory (${javaScriptEnabled ? 'with' : 'without'} JavaScript)`, async ({
    browser,
    request,
  }) => {
    const team = await createTeam(browser)
    await remember(request, await activate(request, team), { content: 'Ada prefers e-mail.' })
    const page = await openAs(browser, team.owner, { javaScriptEnabled })
    const posts: string[] = []
    page.on('request', (sent) => void (sent.method() === 'POST' && posts.push(sent.url())))
    for (const path of ['/sessions', '/memories']) {
      await (javaScriptEnabled ? openWithScripts(page, path) : page.goto(path))
      const box = page.getByRole('main').getByRole('checkbox').first()
      await box.focus()
      await page.keyboard.press('Space')
      await expect(box).toBeChecked()
      await page.keyboard.press('Enter')
      await page.getByText(path === '/sessions' ? 'End selected…' : 'Tags…', { exact: true }).click()
    }
    await page.getByLabel('Tags (comma-separated)').fill('by-enter')
    await page.keyboard.press('Enter')
    if (javaScriptEnabled) await expect(page.getByText('1 memory tagged.')).toBeVisible() // Enter in a field of an open part presses its button
    await page.goto('/sessions')
    await expect(sessionTable(page).getByText(ACTIVE)).toHaveCount(1)
    expect(posts).toHaveLength(javaScriptEnabled ? 1 : 0)
    await page.context().close()
  })

test("a session's page shows its summary, links to each event, and ends it with a reason", async ({ page, browser }) => {
  const team = await createTeam(browser)
  const session = await activate(page.request, team)
  const { session_id } = session
  await remember(page.request, session, { content: 'Ada prefers e-mail.' })
  await post(page.request, { session_token: session.session_token }, '/agents/customer-support/recall', { query: 'how to reach Ada' })
  await signIn(page, team.owner)
  await page.goto(`/sessions/${session_id}`)
  await expect(page).toHaveTitle(`customer-support session …${session_id.slice(-5)} · Memanto`)
  const timeline = page.getByRole('region', { name: 'Timeline' })
  for (const event of ['Activated', 'Stored 1 memory', 'Recalled 1 memory'])
    await expect(timeline.getByText(event, { exact: true })).toBeVisible()
  await timeline.getByRole('link', { name: /Link to event: Stored 1 memory/ }).click()
  await expect(page).toHaveURL(/\?event=(\d+)#event-\1$/)
  await page.reload()
  await expect(timeline.getByRole('listitem').filter({ hasText: 'Stored 1 memory' })).toHaveAttribute('aria-current', 'true')
  await page.getByText('End session…').click()
  await page.getByLabel('Reason (optional, shown in history)').fill('No longer needed')
  await page.getByRole('button', { name: 'End session', exact: true }).click()
  await expect(page.getByText('Session ended.')).toBeVisible()
  await expect(page.getByText('No longer needed')).toBeVisible()
  await expect(page.getByText(/^Duration: .* · Memories Stored: 1 · Memories Retrieved: 1$/).first()).toBeVisible()
  const json = await (await page.request.get(`/sessions/${session_id}/session.json`)).json()
  expect(json).toMatchObject({ session_id, end_reason: 'revoked', memories_stored: 1 })
  expect(JSON.stringify(json)).not.toContain('eyJ')
})

test('a session of another team is not found, in any format', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const { session_id } = await activate(page.request, team)
  await signIn(page, (await createTeam(browser)).owner)
  const paths = [session_id, `${session_id}/session.json`, 'sess_none', 'a%00', 'a%00/session.json'].map((end) => `/sessions/${end}`)
  for (const path of [...paths, `/memories/export?agent_id=${'x'.repeat(65)}`])
    expect((await page.request.get(path)).status(), path).toBe(404)
  await page.goto('/sessions?agent_id=customer-support')
  await expect(page.getByText('No matching sessions')).toBeVisible()
})

test('a link with an old position or an unknown filter shows the list, and says what it left out', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const { session_id } = await activate(page.request, team)
  await signIn(page, team.owner)
  const ofAgent = ['memories', 'sessions', 'activity'].map((tab) => `/agents/customer-support/${tab}`)
  const lists = ['/sessions', '/agents', '/summaries', '/settings/audit', '/settings/api-keys', `/sessions/${session_id}`, ...ofAgent]
  for (const path of lists)
    for (const cursor of ['zzz', 'bm90IG9uZQ', 'x'.repeat(501)]) {
      expect((await page.goto(`${path}?cursor=${cursor}`))?.status(), path).toBe(200)
      await expect(page.getByRole('alert').filter({ hasText: 'You see the first page.' }), path).toBeVisible()
      await expect(page.getByRole('link', { name: 'First page' }), path).toHaveCount(0)
    }
  await page.goto('/sessions?status=foo&from=yesterday&end_reason=expired')
  await expect(page.getByText('it was left out: status, from.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'End reason' }).getByRole('link', { name: 'expired' })).toHaveAttribute(
    'aria-current',
    'true',
  )
  await page.goto('/sessions')
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
})
