import { expect, type Page, test } from '@playwright/test'
import { invited, newTeam, signIn, type TestTeam } from './people'

/** What an agent does while its team looks on, over the API. */
async function call(page: Page, { apiKey }: TestTeam, path: string, data: object = {}, token?: string): Promise<Record<string, string>> {
  const headers: Record<string, string> = token ? { 'X-Session-Token': token } : { Authorization: `Bearer ${apiKey}` }
  const response = await page.request.post(`/api/v2${path}`, { headers, data })
  expect(response.ok(), `${path} should have prepared a test`).toBe(true)
  return response.json()
}

const open = (page: Page, words: string) => page.getByText(words, { exact: true }).first().click()

test.describe.configure({ timeout: 60_000 })

test('an agent is made, found, sorted and described, and HTML in its words stays text', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/agents')
  await open(page, 'New agent')
  await page.getByLabel('Agent id').fill('Customer-Support')
  await page.getByLabel('Description').fill('<img src=x onerror="document.title=1"> answers')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('already exists')
  await expect(page.getByLabel('Description')).toHaveValue(/answers/)
  await page.getByLabel('Agent id').fill('billing-bot')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'billing-bot' })).toBeVisible()
  await expect(page.getByText('<img src=x onerror="document.title=1"> answers').first()).toBeVisible()
  await expect(page.getByText('No sessions yet')).toBeVisible()
  await page.goto('/agents?sort=name')
  await expect(page.getByRole('region', { name: 'Agents' }).getByRole('link', { name: /^(billing|customer)/ })).toHaveText([
    'billing-bot',
    'customer-support',
  ])
  await page.getByRole('search').getByLabel('Search').fill('answers')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/q=answers/)
  await expect(page.getByText('1 agent found')).toBeVisible()
  await page.goto('/agents?q=nothing-like-it')
  await expect(page.getByText('No matching agents')).toBeVisible()
})

test('activating shows the token once, with snippets; extending and deactivating tell what they did', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  await page.getByText('Connect from code').click()
  await expect(page.getByText(/^TOKEN=.*\/agents\/customer-support\/activate.*Bearer \$MEMANTO_API_KEY/s)).toBeVisible()
  await page.getByRole('button', { name: 'Activate' }).click()
  const reveal = page.getByRole('region', { name: 'Session token' })
  const token = ((await reveal.getByText(/^eyJ/).textContent()) ?? '').trim()
  expect(token.split('.')).toHaveLength(3)
  for (const way of ['Python', 'TypeScript', 'Command line', 'curl']) await expect(reveal.getByText(way, { exact: true })).toBeVisible()
  await call(page, team, '/agents/customer-support/remember', { content: 'Ada prefers e-mail.' }, token)
  await page.getByRole('button', { name: 'Extend by 6 h' }).click()
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
  expect(page.url()).not.toContain('eyJ')
  await page.reload()
  await expect(page.getByText(/(?<!IN)ACTIVE$/).first()).toBeVisible()
  expect(await page.content()).not.toContain(token.slice(-40))
  await open(page, 'Deactivate')
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.getByText(/^Duration: \d+[smh].* · Memories Stored: 1 · Memories Retrieved: 0$/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Activate' })).toBeVisible()
})

test('a session that nears its end says so', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await call(page, team, '/agents/customer-support/activate', { duration_hours: 0.3 })
  await signIn(page, team.owner)
  for (const path of ['/agents', '/agents/customer-support', '/sessions?status=expiring']) {
    await page.goto(path)
    await expect(page.getByText(/^ACTIVE · expires in 1\dm \d\ds/).first()).toBeVisible()
  }
  await page.getByRole('link', { name: /^▲?ACTIVE · expires in .*: extend$/ }).click()
  await expect(page).toHaveURL('/agents/customer-support#session')
  await page.getByRole('button', { name: 'Extend by 6 h' }).click()
  await expect(page.getByText(/(?<!IN)ACTIVE$/).first()).toBeVisible()
})

test('memories are searched, changed and deleted; script in them is text', async ({ page, browser }) => {
  const team = await newTeam(browser)
  const { session_token } = await call(page, team, '/agents/customer-support/activate')
  for (const content of [
    'Ada prefers e-mail.',
    '<script>document.title = "taken"</script> is a habit of Bob',
    'The invoice is due on Monday.',
  ])
    await call(page, team, '/agents/customer-support/remember', { content }, session_token)
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  await expect(page.getByText('<script>document.title = "taken"</script> is a habit of Bob').first()).toBeVisible()
  await expect(page).toHaveTitle(/customer-support/)
  await page.getByLabel('Search memories').fill('when must the invoice be paid')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page).toHaveURL(/query=when/)
  const memories = page.getByRole('region', { name: 'Memories' })
  await expect(memories.getByRole('listitem').first()).toContainText('The invoice is due on Monday.')
  await memories.getByText('Edit', { exact: true }).first().click()
  await memories.getByLabel('Content').first().fill('The invoice is due on Tuesday.')
  await memories.getByRole('button', { name: 'Save memory' }).first().click()
  await expect(memories.getByText('Saved.')).toBeVisible()
  await page.goto('/agents/customer-support')
  await expect(page.getByText('The invoice is due on Tuesday.').first()).toBeVisible()
  const entry = memories.getByRole('listitem').filter({ hasText: 'Ada prefers e-mail.' })
  await entry.getByText('Delete', { exact: true }).click()
  await entry.getByRole('button', { name: 'Delete memory' }).click()
  await expect(page.getByText('Memory deleted.')).toBeVisible()
  await expect(entry).toHaveCount(0)
})

test('tags with commas and quotes stay what they are in the form that edits a memory, and a field that is emptied is empty', async ({
  page,
  browser,
}) => {
  const team = await newTeam(browser)
  const tags = ['Paris, France', '"quoted"', 'plain']
  const { session_token } = await call(page, team, '/agents/customer-support/activate')
  await call(page, team, '/agents/customer-support/remember', { content: 'Ada lives abroad.', title: 'Home', tags }, session_token)
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  const memories = page.getByRole('region', { name: 'Memories' })
  await memories.getByText('Edit', { exact: true }).first().click()
  await expect(memories.getByLabel('Tags (comma-separated)').first()).toHaveValue('"Paris, France", """quoted""", plain')
  await memories.getByLabel('Title').first().fill('')
  await memories.getByRole('button', { name: 'Save memory' }).first().click()
  await expect(memories.getByText('Saved.')).toBeVisible()
  await page.goto('/agents/customer-support')
  for (const tag of tags) await expect(memories.getByText(`#${tag}`, { exact: true })).toBeVisible()
  await expect(memories.getByText('Home', { exact: true })).toHaveCount(0)
})

test('an agent is edited, and deleted by typing its name', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  await open(page, 'Edit agent')
  await page.getByLabel('Description').fill('First line')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByText('First line').first()).toBeVisible()
  await open(page, 'Delete agent')
  await page.getByLabel('Type customer-support to confirm').fill('customer')
  await page.getByRole('button', { name: 'Delete agent' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText("The name doesn't match.")
  await page.getByLabel('Type customer-support to confirm').fill('customer-support')
  await page.getByRole('button', { name: 'Delete agent' }).click()
  await expect(page).toHaveURL(/\/agents$/)
  await expect(page.getByRole('status').filter({ hasText: 'customer-support and its memories were deleted.' })).toBeVisible()
  await expect(page.getByText('No agents yet')).toBeVisible()
  await expect(page.getByText('memanto agent create customer-support')).toBeVisible()
})

test('without JavaScript an agent is activated, extended and deactivated all the same', async ({ browser }) => {
  const team = await newTeam(browser)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  await page.getByRole('button', { name: 'Activate' }).click()
  await expect(page.getByRole('region', { name: 'Session token' }).getByText(/^eyJ/)).toBeVisible()
  await page.getByRole('button', { name: 'Extend by 1 h', exact: true }).click()
  await expect(page.getByText('Extended by 1 h.')).toBeVisible()
  expect(await page.content()).not.toContain('eyJ')
  await open(page, 'Deactivate')
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.getByText(/^Duration: .* · Memories Stored: 0 · Memories Retrieved: 0$/)).toBeVisible()
  await context.close()
})

test('a reader sees no act and is refused one; another team’s agent is not found', async ({ page, browser }) => {
  const team = await newTeam(browser)
  await signIn(page, team.owner)
  const reader = await invited(page, 'reader')
  await page.goto('/agents/customer-support')
  const elsewhere = await browser.newContext()
  const theirs = await elsewhere.newPage()
  await signIn(theirs, reader)
  await theirs.goto('/agents/customer-support')
  await expect(theirs.getByRole('heading', { level: 1, name: 'customer-support' })).toBeVisible()
  for (const name of ['Activate', 'Save changes', 'Delete agent']) await expect(theirs.getByRole('button', { name })).toHaveCount(0)
  await theirs.goto('/agents')
  await expect(theirs.getByText('New agent')).toHaveCount(0)
  // The owner's page is still open; whoever is signed in when its form is sent is a reader by now.
  await page.context().clearCookies()
  await page.context().addCookies(await elsewhere.cookies())
  await page.getByRole('button', { name: 'Activate' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Your role (reader) may not do this')
  const stranger = await newTeam(browser, 'theirs')
  await elsewhere.clearCookies()
  await signIn(theirs, stranger.owner)
  for (const path of ['/agents/customer-support', '/agents/none', '/agents/a%00', '/agents/..%2F']) {
    expect((await theirs.goto(path))?.status(), path).toBe(404)
  }
  await elsewhere.close()
})
