import { expect, type Locator, type Page, test } from '@playwright/test'
import { addMember, createTeam, openAs, type Person, type TestTeam } from './people'
import { waitForScripts } from './scripts'
import { activate, remember } from './team-api'

test.describe.configure({ mode: 'default' })

let team: TestTeam
let reader: Person
test.beforeAll(async ({ browser, request }) => {
  team = await createTeam(browser)
  const page = await openAs(browser, team.owner)
  reader = await addMember(page, 'reader')
  await page.context().close()
  await remember(request, await activate(request, team), { content: 'Ada prefers e-mail.' })
})

const memoryOn = (page: Page) => page.getByRole('region', { name: 'Memories' }).getByRole('listitem').first()
const readerOn = (page: Page) => page.getByRole('listitem').filter({ hasText: reader.email })
const keyOn = (page: Page) => page.getByRole('listitem').filter({ hasText: 'First key' })

interface FormCase {
  name: string
  path: string
  /** Opens the collapsed part that contains the form. */
  expand?: (page: Page) => Promise<unknown>
  /** The texts that are entered. The last one is refused. */
  texts: (page: Page) => [field: Locator, text: string][]
  options?: (page: Page) => [field: Locator, option: string][]
  checkboxes?: (page: Page) => Locator[]
  submit: (page: Page) => Promise<unknown>
  message: RegExp
}

const click = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click()
const expandPart = (summary: string) => (page: Page) => page.getByText(summary, { exact: true }).first().click()

const FORMS: FormCase[] = [
  {
    name: 'a new agent',
    path: '/agents',
    expand: expandPart('New agent'),
    texts: (page) => [
      [page.getByLabel('Description'), 'Answers by night'],
      [page.getByLabel('Agent id'), 'Customer-Support'],
    ],
    options: (page) => [[page.getByLabel('Kind', { exact: true }), 'tool']],
    submit: click('Create agent'),
    message: /already exists/,
  },
  {
    name: 'the description of an agent',
    path: '/agents/customer-support',
    expand: expandPart('Edit agent'),
    texts: (page) => [
      [page.getByLabel('Description'), 'Answers by day'],
      [page.getByLabel('Metadata'), '{ not JSON'],
    ],
    submit: click('Save changes'),
    message: /metadata/i,
  },
  {
    name: 'the deletion of an agent',
    path: '/agents/customer-support',
    expand: expandPart('Delete agent'),
    texts: (page) => [[page.getByLabel('Type customer-support to confirm'), 'customer']],
    submit: click('Delete agent'),
    message: /name doesn't match/,
  },
  {
    name: 'a memory',
    path: '/agents/customer-support',
    expand: (page) => memoryOn(page).getByText('Edit', { exact: true }).click(),
    texts: (page) => [
      [memoryOn(page).getByLabel('Title'), 'How to reach Ada'],
      [memoryOn(page).getByLabel('Content'), ' '],
    ],
    options: (page) => [[memoryOn(page).getByLabel('Type'), 'preference']],
    submit: click('Save memory'),
    message: /content must not be blank/,
  },
  {
    name: 'a key',
    path: '/settings/api-keys',
    expand: (page) => page.getByText('New key', { exact: true }).click(),
    texts: (page) => [[page.getByLabel('Name'), 'For nobody']],
    checkboxes: (page) => [
      page.getByLabel('Custom', { exact: true }),
      page.getByLabel('agents:read'),
      page.getByLabel('memories:read'),
      page.getByLabel('Selected agents only'),
    ],
    submit: click('Create key'),
    message: /agents/,
  },
  {
    name: 'the reason why a key is revoked',
    path: '/settings/api-keys',
    expand: async (page) => {
      await page.getByRole('link', { name: 'First key', exact: true }).click()
      await page.getByLabel('Revoke First key', { exact: true }).click()
    },
    texts: (page) => [[keyOn(page).getByLabel('Reason'), ' ']],
    submit: click('Revoke key First key'),
    message: /reason/,
  },
  {
    name: 'an invite',
    path: '/settings/members',
    texts: (page) => [[page.getByLabel('E-mail', { exact: true }), 'reader@localhost']],
    options: (page) => [[page.getByLabel('Role', { exact: true }).first(), 'admin']],
    submit: click('Create invite link'),
    message: /email/,
  },
  {
    name: 'the removal of a member',
    path: '/settings/members',
    expand: (page) => readerOn(page).getByText('Manage').first().click(),
    texts: (page) => [[readerOn(page).getByLabel(/^To remove/), 'somebody else']],
    submit: click('Remove from team'),
    message: /e-mail doesn't match/,
  },
  {
    name: 'the team settings',
    path: '/settings/team',
    texts: (page) => [
      [page.getByLabel('Team name'), 'Another name'],
      [page.getByLabel('Maximum session lifetime (hours)'), '3'],
    ],
    checkboxes: (page) => [page.getByLabel('Renew on use')],
    submit: click('Save'),
    message: /Check the values below/,
  },
  {
    name: 'the name of a person',
    path: '/account',
    texts: (page) => [[page.getByLabel('Your name'), ' ']],
    submit: click('Save'),
    message: /name/,
  },
  {
    name: 'another team',
    path: '/account',
    expand: expandPart('Create another team'),
    texts: (page) => [[page.getByLabel('Team name'), team.name.toUpperCase()]],
    submit: click('Create team'),
    message: /is already the name of one of your teams/,
  },
]

for (const javaScriptEnabled of [true, false])
  test(`a refused form keeps what was entered, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser }) => {
    const page = await openAs(browser, team.owner, { javaScriptEnabled })
    for (const { name, path, expand, texts, options, checkboxes, submit, message } of FORMS)
      await test.step(name, async () => {
        await page.goto(path)
        if (javaScriptEnabled) await waitForScripts(page)
        await expand?.(page)
        for (const [field, text] of texts(page)) await field.fill(text)
        for (const [field, option] of options?.(page) ?? []) await field.selectOption(option)
        for (const checkbox of checkboxes?.(page) ?? []) await checkbox.check()
        await submit(page)
        await expect(page.getByRole('main').getByRole('alert').filter({ visible: true }).first()).toContainText(message)
        for (const [field, text] of texts(page)) await expect(field).toHaveValue(text)
        for (const [field, option] of options?.(page) ?? []) await expect(field).toHaveValue(option)
        for (const checkbox of checkboxes?.(page) ?? []) await expect(checkbox).toBeChecked()
      })
    await page.context().close()
  })

test('a page never contains a password that was entered', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await page.goto('/account')
  await page.getByLabel('Current password').fill('not my password, of course')
  await page.getByLabel('New password').fill('quite another password')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('The current password is wrong.')).toBeVisible()
  expect(await page.content()).not.toMatch(/of course|quite another/)
  await page.context().close()
})
