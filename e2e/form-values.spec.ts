import { expect, type Locator, type Page, test } from '@playwright/test'
import { activate, invited, newTeam, type Person, signIn, type TestTeam } from './people'

test.describe.configure({ mode: 'default', timeout: 90_000 })

let team: TestTeam
let reader: Person
test.beforeAll(async ({ browser, request }) => {
  team = await newTeam(browser)
  const page = await (await browser.newContext()).newPage()
  await signIn(page, team.owner)
  reader = await invited(page, 'reader')
  await page.context().close()
  const headers = { 'x-session-token': (await activate(request, team.apiKey)).session_token }
  await request.post('/api/v2/agents/customer-support/remember', { headers, data: { content: 'Ada prefers e-mail.' } })
})

const memory = (page: Page) => page.getByRole('region', { name: 'Memories' }).getByRole('listitem').first()
const colleague = (page: Page) => page.getByRole('listitem').filter({ hasText: reader.email })
const keys = (page: Page) => page.getByRole('listitem').filter({ hasText: 'First key' })

interface Form {
  name: string
  at: string
  open?: (page: Page) => Promise<unknown>
  /** What is typed into which field: the last of it is refused. */
  typed: (page: Page) => [field: Locator, text: string][]
  /** Chosen from a list. */
  chosen?: (page: Page) => [field: Locator, option: string][]
  ticked?: (page: Page) => Locator[]
  press: (page: Page) => Promise<unknown>
  message: RegExp
}

const button = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name, exact: true }).click()
const unfold = (words: string) => (page: Page) => page.getByText(words, { exact: true }).first().click()

const FORMS: Form[] = [
  {
    name: 'a new agent',
    at: '/agents',
    open: unfold('New agent'),
    typed: (page) => [
      [page.getByLabel('Description'), 'Answers by night'],
      [page.getByLabel('Agent id'), 'Customer-Support'],
    ],
    chosen: (page) => [[page.getByLabel('Kind', { exact: true }), 'tool']],
    press: button('Create agent'),
    message: /already exists/,
  },
  {
    name: 'what an agent is',
    at: '/agents/customer-support',
    open: unfold('Edit agent'),
    typed: (page) => [
      [page.getByLabel('Description'), 'Answers by day'],
      [page.getByLabel('Metadata'), '{ not JSON'],
    ],
    press: button('Save changes'),
    message: /metadata/i,
  },
  {
    name: 'the deletion of an agent',
    at: '/agents/customer-support',
    open: unfold('Delete agent'),
    typed: (page) => [[page.getByLabel('Type customer-support to confirm'), 'customer']],
    press: button('Delete agent'),
    message: /name doesn't match/,
  },
  {
    name: 'a memory',
    at: '/agents/customer-support',
    open: (page) => memory(page).getByText('Edit', { exact: true }).click(),
    typed: (page) => [
      [memory(page).getByLabel('Title'), 'How to reach Ada'],
      [memory(page).getByLabel('Content'), ' '],
    ],
    chosen: (page) => [[memory(page).getByLabel('Type'), 'preference']],
    press: button('Save memory'),
    message: /content must not be blank/,
  },
  {
    name: 'a key',
    at: '/settings/api-keys',
    typed: (page) => [[page.getByLabel('Name'), 'For nobody']],
    ticked: (page) => [
      page.getByLabel('Custom', { exact: true }),
      page.getByLabel('agents:read'),
      page.getByLabel('memories:read'),
      page.getByLabel('Selected agents only'),
    ],
    press: button('Create key'),
    message: /agents/,
  },
  {
    name: 'the reason why a key is revoked',
    at: '/settings/api-keys',
    open: (page) => page.getByLabel('Revoke First key', { exact: true }).click(),
    typed: (page) => [[keys(page).getByLabel('Reason'), ' ']],
    press: button('Revoke key First key'),
    message: /reason/,
  },
  {
    name: 'an invite',
    at: '/settings/members',
    typed: (page) => [[page.getByLabel('E-mail', { exact: true }), 'reader@localhost']],
    chosen: (page) => [[page.getByLabel('Role', { exact: true }).first(), 'admin']],
    press: button('Create invite link'),
    message: /email/,
  },
  {
    name: 'the removal of a member',
    at: '/settings/members',
    open: (page) => colleague(page).getByText('Manage').first().click(),
    typed: (page) => [[colleague(page).getByLabel(/^To remove/), 'somebody else']],
    press: button('Remove from team'),
    message: /e-mail doesn't match/,
  },
  {
    name: 'the policy',
    at: '/settings/team',
    typed: (page) => [
      [page.getByLabel('Team name'), 'Another name'],
      [page.getByLabel('Maximum session lifetime (hours)'), '3'],
    ],
    ticked: (page) => [page.getByLabel('Renew on use')],
    press: button('Save'),
    message: /Check the values below/,
  },
  {
    name: 'a person’s name',
    at: '/account',
    typed: (page) => [[page.getByLabel('Your name'), ' ']],
    press: button('Save'),
    message: /name/,
  },
  {
    name: 'another team',
    at: '/account',
    open: unfold('Create another team'),
    typed: (page) => [[page.getByLabel('Team name'), team.team.toUpperCase()]],
    press: button('Create team'),
    message: /is already the name of one of your teams/,
  },
]

for (const javaScriptEnabled of [true, false])
  test(`what was typed stays when it is refused, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser }) => {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
    await signIn(page, team.owner)
    for (const { name, at, open, typed, chosen, ticked, press, message } of FORMS)
      await test.step(name, async () => {
        await page.goto(at)
        if (javaScriptEnabled) await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
        await open?.(page)
        for (const [field, text] of typed(page)) await field.fill(text)
        for (const [field, option] of chosen?.(page) ?? []) await field.selectOption(option)
        for (const box of ticked?.(page) ?? []) await box.check()
        await press(page)
        await expect(page.getByRole('main').getByRole('alert').filter({ visible: true }).first()).toContainText(message)
        for (const [field, text] of typed(page)) await expect(field).toHaveValue(text)
        for (const [field, option] of chosen?.(page) ?? []) await expect(field).toHaveValue(option)
        for (const box of ticked?.(page) ?? []) await expect(box).toBeChecked()
      })
    await page.context().close()
  })

test('a password never comes back from the server', async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await signIn(page, team.owner)
  await page.goto('/account')
  await page.getByLabel('Current password').fill('not my password, of course')
  await page.getByLabel('New password').fill('quite another password')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('The current password is wrong.')).toBeVisible()
  expect(await page.content()).not.toMatch(/of course|quite another/)
  await page.context().close()
})
