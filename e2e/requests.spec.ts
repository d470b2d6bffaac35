import { expect, type Page, test } from '@playwright/test'
import { accessibilityFindings } from './accessibility'
import { openKey } from './keys'
import { createTeam, openAs, signIn, type TestTeam } from './people'
import { openRequests, requestEntries } from './request-log'
import { activate, sessionTable } from './team-api'

/** Makes a call that succeeds and one that fails. Returns the request id of the second. */
async function makeCalls(page: Page, team: TestTeam): Promise<string> {
  await activate(page.request, team)
  const failed = await page.request.get('/api/v2/agents/nobody?secret=not-for-the-log', {
    headers: { authorization: `Bearer ${team.apiKey}` },
  })
  const { request_id } = (await failed.json()) as { request_id: string }
  return request_id
}

test('an error is found by its request id, with its key and address', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const requestId = await makeCalls(page, team)
  await signIn(page, team.owner)
  await openRequests(page, 2)
  await expect(requestEntries(page).first()).toContainText('agent_not_found')
  await page.getByLabel('Request id or code').fill(requestId)
  await page.getByLabel('Request id or code').press('Enter')
  await expect(requestEntries(page)).toHaveCount(1)
  await expect(requestEntries(page)).toContainText('GET /agents/{agent_id}')
  await expect(requestEntries(page)).toContainText('First key')
  await expect(requestEntries(page)).toContainText('127.0.0.1')
  expect(await page.content()).not.toContain('not-for-the-log')
  await page.getByRole('link', { name: 'agent_not_found' }).click()
  await page.getByRole('link', { name: 'request log' }).click()
  await expect(requestEntries(page)).toHaveCount(2)
})

test('filters are in the URL, and an empty result says what to do', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await makeCalls(page, team)
  await signIn(page, team.owner)
  await openRequests(page, 2)
  const outcomes = page.getByRole('list', { name: 'Outcome' }).getByRole('link')
  await expect(outcomes).toHaveText(['Any', 'Succeeded 1', 'All errors 1', 'Caller’s errors (4xx) 1', 'Server’s errors (5xx) 0'])
  await outcomes.filter({ hasText: 'Succeeded' }).click()
  await expect(page).toHaveURL('/settings/requests?status=success')
  await expect(requestEntries(page)).toHaveCount(1)
  await page.getByLabel('Key').selectOption({ label: `First key · mk_live_…${team.apiKey.slice(-4)}` })
  await expect(page).toHaveURL(/\?status=success&key=\w+$/)
  await expect(page.getByRole('link', { name: 'Remove filter Key: First key' })).toBeVisible()
  await expect(requestEntries(page)).toHaveCount(1)
  await page.goto('/settings/requests?call=POST+/api/v2/agents/{agent_id}/activate&key=First&agent=customer-support')
  await expect(requestEntries(page)).toHaveCount(1)
  await page.goto('/settings/requests?request_id=req_unknown')
  await expect(page.getByText('No matching requests')).toBeVisible()
  await page.getByRole('link', { name: 'Show all requests' }).click()
  await expect(requestEntries(page)).toHaveCount(2)
  expect(await accessibilityFindings(page)).toEqual([])
})

test('without JavaScript the filters and details work', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const requestId = await makeCalls(page, team)
  const plain = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await openRequests(plain, 2)
  await plain.getByLabel('Request id or code').fill(requestId)
  await plain.getByRole('button', { name: 'Apply' }).click()
  await expect(requestEntries(plain)).toHaveCount(1)
  await expect(requestEntries(plain).getByText('Client address')).toBeVisible()
  await plain.context().close()
})

test('the panel of a key shows its usage, and what ends with it', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await makeCalls(page, team)
  await signIn(page, team.owner)
  await openRequests(page, 2)
  const panel = await openKey(page, 'First key')
  await expect(panel.getByRole('link', { name: '2', exact: true })).toBeVisible()
  await expect(panel.getByRole('row', { name: /127\.0\.0\.1/ })).toContainText('2')
  await panel.getByLabel('Revoke First key', { exact: true }).click()
  await expect(panel.getByText('Ends 1 open session that it opened.')).toBeVisible()
  expect(await accessibilityFindings(page)).toEqual([])
  await panel.getByRole('link', { name: '1 open session' }).click()
  await expect(page).toHaveURL(/\/sessions\?opened_by=/)
  await expect(sessionTable(page).locator('tbody tr')).toHaveCount(1)
})
