import { expect, type Page, test } from '@playwright/test'
import { addMember, createTeam, openAs, signIn } from './people'
import { openDialog, openWithScripts } from './scripts'
import { ACTIVE, activate, remember, sessionTable } from './team-api'

/** Opens a collapsed part of a page. */
const expand = (page: Page, summary: string) => page.getByText(summary, { exact: true }).first().click()

test('an agent is created, found, sorted and described, and HTML in its description is shown as text', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/agents')
  await openDialog(page, 'New agent')
  await page.getByLabel('Agent id').fill('Customer-Support')
  await page.getByLabel('Description').fill('<img src=x onerror="document.title=1"> answers')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await expect(page.getByText(/already exists/).first()).toBeVisible()
  await expect(page.getByLabel('Description')).toHaveValue(/answers/)
  await page.getByLabel('Agent id').fill('billing-bot')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'billing-bot' })).toBeVisible()
  await expect(page.getByText('<img src=x onerror="document.title=1"> answers').first()).toBeVisible()
  await expect(page.getByText('No memories yet')).toBeVisible()
  await page.getByRole('navigation', { name: 'billing-bot' }).getByRole('link', { name: 'Sessions' }).click()
  await expect(page.getByText('No sessions yet')).toBeVisible()
  await page.goto('/agents?sort=name')
  await expect(page.getByRole('region', { name: 'Agents' }).getByRole('link', { name: /^(billing|customer)/ })).toHaveText([
    'billing-bot',
    'customer-support',
  ])
  const search = page.getByRole('search').getByLabel('Search')
  await search.fill('answers')
  await search.press('Enter')
  await expect(page).toHaveURL(/q=answers/)
  await expect(page.getByText('1 agent found')).toBeVisible()
  await page.goto('/agents?q=nothing-like-it')
  await expect(page.getByText('No matching agents')).toBeVisible()
})

test('activating shows the token once, with snippets; extending and deactivating show their result', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support/settings')
  await expect(page.getByText(/^ANSWER=.*\/agents\/customer-support\/activate.*Bearer \$MEMANTO_API_KEY/s).first()).toBeVisible()
  await page.getByRole('button', { name: 'Activate' }).click()
  const reveal = page.getByRole('region', { name: 'Session token' })
  const token = ((await reveal.getByText(/^eyJ/).textContent()) ?? '').trim()
  expect(token.split('.')).toHaveLength(3)
  for (const language of ['Python', 'TypeScript', 'Command line', 'curl'])
    await expect(reveal.getByText(language, { exact: true }).first()).toBeVisible()
  await remember(page.request, { session_token: token }, { content: 'Ada prefers e-mail.' })
  await page.getByRole('button', { name: 'Extend by 6 h' }).click()
  await expect(page.getByText('Extended by 6 h.')).toBeVisible()
  expect(page.url()).not.toContain('eyJ')
  await page.reload()
  await expect(page.getByText(ACTIVE).first()).toBeVisible()
  expect(await page.content()).not.toContain(token.slice(-40))
  await openDialog(page, 'Deactivate…')
  await page.getByRole('button', { name: 'Deactivate', exact: true }).click()
  await expect(page.getByText(/^Duration: \d+[smh].* · Memories Stored: 1 · Memories Retrieved: 0$/)).toBeVisible()
  await page.getByRole('button', { name: 'Activate' }).click()
  await expect(page.getByText('Session started.')).toBeVisible()
  await expect(page.getByText('Session deactivated.')).toHaveCount(0)
})

test('a session that expires soon is marked, with a link to extend it', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await activate(page.request, team, 'customer-support', { duration_hours: 0.3 })
  await signIn(page, team.owner)
  for (const path of ['/agents', '/agents/customer-support/sessions']) {
    await page.goto(path)
    await expect(page.getByText(/^Expiring · 1\dm$/).first()).toBeVisible()
  }
  await page.goto('/sessions?status=expiring') // it has a column for the time left
  await expect(sessionTable(page).getByRole('cell', { name: /^1\dm.* left$/ })).toBeVisible()
  await page.getByRole('link', { name: /^▲?Expiring$/ }).click()
  await expect(page).toHaveURL('/agents/customer-support#session')
  await page.getByRole('button', { name: 'Extend by 6 h' }).click()
  await expect(page.getByText(ACTIVE).first()).toBeVisible()
})

test("an agent's page shows its latest memories, and searches in all of them", async ({ page, browser }) => {
  const team = await createTeam(browser)
  const session = await activate(page.request, team)
  for (const content of ['The invoice is due on Monday.', ...['b', 'c', 'd', 'e', 'f'].map((name) => `Note ${name} about kites`)])
    await remember(page.request, session, { content })
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support')
  const memories = page.getByRole('region', { name: 'Latest memories' })
  await expect(memories.getByRole('listitem')).toHaveCount(5)
  await expect(memories.getByRole('listitem').first()).toContainText('Note f about kites')
  await memories.getByLabel('Search memories').fill('when must the invoice be paid')
  await memories.getByRole('button', { name: 'Search' }).click()
  await expect(page).toHaveURL(/\/agents\/customer-support\/memories\?q=when/)
  await expect(page.getByRole('listitem').filter({ hasText: 'The invoice is due on Monday.' }).first()).toBeVisible()
  await page.goto('/agents/customer-support')
  await memories.getByRole('link', { name: 'Open all memories' }).click()
  await expect(page).toHaveURL('/agents/customer-support/memories')
})

test('an agent is edited, and deleted by typing its name', async ({ page, browser }) => {
  const team = await createTeam(browser)
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await signIn(page, team.owner)
  await page.goto('/agents/customer-support/settings')
  await page.getByLabel('Description').fill('First line')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Agent saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByText('First line').first()).toBeVisible()
  await openDialog(page, 'Delete agent…')
  await page.getByLabel('Type customer-support to confirm').fill('customer')
  await page.getByRole('button', { name: 'Delete agent', exact: true }).click()
  await expect(page.getByText("The name doesn't match.").filter({ visible: true })).toBeVisible()
  await page.getByLabel('Type customer-support to confirm').fill('customer-support')
  await page.getByRole('button', { name: 'Delete agent', exact: true }).click()
  await expect(page).toHaveURL(/\/agents$/)
  await expect(page.getByRole('status').filter({ hasText: 'customer-support and its memories were deleted.' })).toBeVisible()
  await expect(page.getByText('No agents yet')).toBeVisible()
  await expect(page.getByText('memanto agent create customer-support')).toBeVisible()
  // What is typed stays when a program creates the first agent meanwhile.
  await page.getByRole('link', { name: 'Create an agent' }).click()
  const form = page.getByRole('dialog', { name: 'New agent' })
  await form.getByLabel('Description').fill('Answers by night')
  await activate(page.request, team, 'night-shift')
  await expect(page.getByText('No agents yet')).toHaveCount(0)
  await expect(form.getByLabel('Description')).toHaveValue('Answers by night')
  expect(problems).toEqual([])
})

test('an edit of an agent never overwrites a newer one unseen', async ({ browser }) => {
  const team = await createTeam(browser)
  const open = async () => {
    const page = await openAs(browser, team.owner)
    await openWithScripts(page, '/agents/customer-support/settings')
    return page
  }
  const [first, second] = [await open(), await open()]
  for (const text of ['Answers by day', 'Answers by day and by night']) {
    await first.getByLabel('Description').fill(text)
    await first.getByRole('button', { name: 'Save changes' }).click()
    await expect(first.getByRole('banner').or(first.getByRole('main')).getByText(text, { exact: true }).first()).toBeVisible()
  }
  await second.getByLabel('Description').fill('Sleeps')
  await second.getByRole('button', { name: 'Save changes' }).click()
  await expect(second.getByRole('main').getByRole('alert').first()).toContainText('This agent was changed while you edited it.')
  await expect(second.getByRole('alert').filter({ hasText: 'The agent is now:' })).toContainText('Answers by day and by night')
  await expect(second.getByLabel('Description')).toHaveValue('Sleeps')
  await second.getByRole('button', { name: 'Replace these values' }).click()
  await expect(second.getByText('Agent saved.').first()).toBeVisible()
  await first.context().close()
  await second.context().close()
})

test('an agent is activated, extended and deactivated without JavaScript', async ({ browser }) => {
  const team = await createTeam(browser)
  const page = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await page.goto('/agents/customer-support')
  await page.getByRole('button', { name: 'Activate' }).click()
  await expect(page.getByRole('region', { name: 'Session token' }).getByText(/^eyJ/)).toBeVisible()
  await page.getByRole('button', { name: 'Extend by 1 h', exact: true }).click()
  await expect(page.getByText('Extended by 1 h.')).toBeVisible()
  expect(await page.content()).not.toContain('eyJ')
  await expand(page, 'Deactivate…')
  await page.getByRole('button', { name: 'Deactivate', exact: true }).click()
  await expect(page.getByText(/^Duration: .* · Memories Stored: 0 · Memories Retrieved: 0$/)).toBeVisible()
  await page.context().close()
})

test('a reader sees no forms and their requests are refused; an agent of another team is not found', async ({ page, browser }) => {
  const team = await createTeam(browser)
  await signIn(page, team.owner)
  const reader = await addMember(page, 'reader')
  await page.goto('/agents/customer-support')
  const readerPage = await openAs(browser, reader)
  await readerPage.goto('/agents/customer-support')
  await expect(readerPage.getByRole('heading', { level: 1, name: 'customer-support' })).toBeVisible()
  for (const path of ['/agents/customer-support', '/agents/customer-support/settings']) {
    await readerPage.goto(path)
    for (const name of ['Activate', 'Save changes', 'Delete agent', 'Put on legal hold'])
      await expect(readerPage.getByRole('button', { name })).toHaveCount(0)
  }
  await expect(readerPage.getByText('Owners and admins can change it.')).toBeVisible()
  await readerPage.goto('/agents')
  await expect(readerPage.getByText('New agent')).toHaveCount(0)
  // The page still has the owner's forms, but the reader sends one.
  await page.context().clearCookies()
  await signIn(page, reader)
  await page.getByRole('button', { name: 'Activate' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Your role (reader) may not do this')
  const otherOwnerPage = await openAs(browser, (await createTeam(browser, 'their-agent')).owner)
  for (const path of ['/agents/customer-support', '/agents/none', '/agents/a%00', '/agents/..%2F']) {
    expect((await otherOwnerPage.goto(path))?.status(), path).toBe(404)
  }
})
