import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { newTeam, signIn, type TestTeam } from './people'

async function call(page: Page, { apiKey }: TestTeam, path: string, data: object = {}, token?: string): Promise<Record<string, string>> {
  const headers: Record<string, string> = token ? { 'X-Session-Token': token } : { Authorization: `Bearer ${apiKey}` }
  const response = await page.request.post(`/api/v2${path}`, { headers, data })
  expect(response.ok(), `${path} should have prepared a test`).toBe(true)
  return response.json()
}

const activate = (page: Page, team: TestTeam, agent: string, json: object = {}) =>
  call(page, team, `/agents/${agent}/activate`, { create: true, ...json })
const table = (page: Page) => page.getByRole('region', { name: 'Sessions', exact: true })

test.describe.configure({ timeout: 60_000 })

test('a team without sessions sees how to open one; filters without a match say so', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/sessions')
  await expect(page.getByText('No sessions yet')).toBeVisible()
  await expect(page.getByText('memanto agent activate customer-support')).toBeVisible()
  await page.goto('/sessions?status=active')
  await expect(page.getByText('No matching sessions')).toBeVisible()
})

test('sessions are filtered by state, agent, end reason and time, all in the address, and exported as filtered', async ({
  page,
  browser,
}) => {
  const team = await newTeam(browser)
  const first = await activate(page, team, 'support-1')
  await call(page, team, '/agents/support-1/deactivate')
  const second = await activate(page, team, 'support-2')
  await call(page, team, `/sessions/${second.session_id}/end`, { reason: '=HYPERLINK("http://evil")' })
  await activate(page, team, 'support-3')
  await signIn(page, team.owner)
  await page.goto('/sessions')
  await expect(table(page).getByRole('row')).toHaveCount(4)
  await page.getByLabel('State').selectOption('Active (1)')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/status=active/)
  await expect(table(page).getByRole('row')).toHaveCount(2)
  await page.goto('/sessions?agent_id=support-1&range=24h')
  await expect(table(page).getByRole('link', { name: first.session_id })).toBeVisible()
  await expect(table(page).getByRole('row')).toHaveCount(2)
  await page.goto('/sessions?from=2020-01-01&to=2020-12-31')
  await expect(page.getByText('No matching sessions')).toBeVisible()
  await page.goto('/sessions?end_reason=revoked')
  await expect(table(page).getByRole('row')).toHaveCount(2)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  const csv = await readFile(await (await downloading).path(), 'utf8')
  expect(csv.trim().split('\r\n')).toHaveLength(2)
  expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`)
  expect(csv).not.toContain('eyJ')
})

test('selected sessions are ended together, and the result is shown', async ({ page, browser }) => {
  const team = await newTeam(browser)
  for (const agent of ['support-1', 'support-2', 'support-3']) await activate(page, team, agent)
  await signIn(page, team.owner)
  await page.goto('/sessions')
  await page.getByLabel('Select support-1’s session').check()
  await page.getByLabel('Select support-3’s session').check()
  await page.getByText('End selected…').click()
  await page.getByLabel('Reason (optional, shown in history)').fill('Tidying up')
  await page.getByRole('button', { name: 'End selected sessions' }).click()
  await expect(page.getByText(/^2 sessions ended: support-[13], support-[13]\.$/)).toBeVisible()
  await expect(table(page).getByText('Ended · by ')).toHaveCount(2)
  await expect(table(page).getByText(/(?<!IN)ACTIVE$/)).toHaveCount(1)
})

test('a session’s page sums it up, links each event, and ends it with a reason', async ({ page, browser }) => {
  const team = await newTeam(browser)
  const { session_id, session_token } = await activate(page, team, 'customer-support')
  await call(page, team, '/agents/customer-support/remember', { content: 'Ada prefers e-mail.' }, session_token)
  await call(page, team, '/agents/customer-support/recall', { query: 'how to reach Ada' }, session_token)
  await signIn(page, team.owner)
  await page.goto(`/sessions/${session_id}`)
  const timeline = page.getByRole('region', { name: 'Timeline' })
  for (const what of ['Activated', 'Stored 1 memory', 'Recalled 1 memory'])
    await expect(timeline.getByText(what, { exact: true })).toBeVisible()
  await timeline.getByRole('link', { name: 'Link to event: Stored 1 memory' }).click()
  await expect(page).toHaveURL(/\?event=(\d+)#event-\1$/)
  await page.reload()
  await expect(timeline.getByRole('listitem').filter({ hasText: 'Stored 1 memory' })).toHaveAttribute('aria-current', 'true')
  await page.getByText('End session').first().click()
  await page.getByLabel('Reason (optional, shown in history)').fill('No longer needed')
  await page.getByRole('button', { name: 'End session' }).click()
  await expect(page.getByText('Session ended.')).toBeVisible()
  await expect(page.getByText('No longer needed')).toBeVisible()
  await expect(page.getByText(/^Duration: .* · Memories Stored: 1 · Memories Retrieved: 1$/).first()).toBeVisible()
  const json = await (await page.request.get(`/sessions/${session_id}/session.json`)).json()
  expect(json).toMatchObject({ session_id, end_reason: 'revoked', memories_stored: 1 })
  expect(JSON.stringify(json)).not.toContain('eyJ')
})

test('another team’s session is not found, in no form', async ({ page, browser }) => {
  const team = await newTeam(browser)
  const { session_id } = await activate(page, team, 'customer-support')
  await signIn(page, (await newTeam(browser)).owner)
  for (const path of [`/sessions/${session_id}`, `/sessions/${session_id}/session.json`, '/sessions/sess_none', '/sessions/a%00'])
    expect((await page.request.get(path)).status(), path).toBe(404)
  await page.goto('/sessions?agent_id=customer-support')
  await expect(page.getByText('No matching sessions')).toBeVisible()
  expect((await page.goto('/sessions?cursor=bm90IG9uZQ'))?.status()).toBe(404)
})
