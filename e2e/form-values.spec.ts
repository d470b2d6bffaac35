import { expect, type Locator, type Page, test } from '@playwright/test'
import { keyPanel } from './keys'
import { addMember, createTeam, openAs, openUserMenu, type Person, type TestTeam } from './people'
import { openDialog, openWithScripts, waitForScripts } from './scripts'
import { activate, remember } from './team-api'

test.describe.configure({ mode: 'default' })

let team: TestTeam
let reader: Person
let memoryPath: string
test.beforeAll(async ({ browser, request }) => {
  team = await createTeam(browser)
  const page = await openAs(browser, team.owner)
  reader = await addMember(page, 'reader')
  await page.context().close()
  const { memory_id } = await remember(request, await activate(request, team), { content: 'Ada prefers e-mail.' })
  memoryPath = `/memories/${memory_id}`
})

const readerOn = (page: Page) => page.getByRole('listitem').filter({ hasText: reader.email })
const keyOn = (page: Page) => keyPanel(page, 'First key')

interface FormCase {
  name: string
  path: string | (() => string)
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
    options: (page) => [[page.getByRole('combobox', { name: 'Kind' }), 'tool']],
    submit: click('Create agent'),
    message: /already exists/,
  },
  {
    name: 'the description of an agent',
    path: '/agents/customer-support/settings',
    texts: (page) => [
      [page.getByLabel('Description'), 'Answers by day'],
      [page.getByLabel('Metadata'), '{ not JSON'],
    ],
    submit: click('Save changes'),
    message: /metadata must be a JSON object/i,
  },
  {
    name: 'the deletion of an agent',
    path: '/agents/customer-support/settings',
    expand: expandPart('Delete agent…'),
    texts: (page) => [[page.getByLabel('Type customer-support to confirm'), 'customer']],
    submit: click('Delete agent'),
    message: /name doesn't match/,
  },
  {
    name: 'a memory',
    path: () => memoryPath,
    expand: expandPart('Edit'),
    texts: (page) => [
      [page.getByLabel('Title'), 'How to reach Ada'],
      [page.getByLabel('Content'), ' '],
    ],
    options: (page) => [[page.getByLabel('Type', { exact: true }), 'preference']],
    submit: click('Save memory'),
    message: /content must not be blank/i,
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
    message: /agents must contain/i,
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
    message: /reason must not be blank/i,
  },
  {
    name: 'an invite',
    path: '/settings/members',
    texts: (page) => [[page.getByLabel('E-mail', { exact: true }), 'reader@localhost']],
    options: (page) => [[page.getByLabel('Role', { exact: true }).first(), 'admin']],
    submit: click('Create invite link'),
    message: /email must be an e-mail address/i,
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
    message: /must not be less than the default/,
  },
  {
    name: 'the name of a person',
    path: '/account',
    texts: (page) => [[page.getByLabel('Your name'), ' ']],
    submit: click('Save'),
    message: /name must not be blank/i,
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
        await page.goto(typeof path === 'string' ? path : path())
        if (javaScriptEnabled) await waitForScripts(page)
        await expand?.(page)
        for (const [field, text] of texts(page)) await field.fill(text)
        for (const [field, option] of options?.(page) ?? []) await field.selectOption(option)
        for (const checkbox of checkboxes?.(page) ?? []) await checkbox.check()
        await submit(page)
        const shown = page.getByRole('main').or(page.getByRole('dialog'))
        await expect(shown.getByRole('alert').filter({ visible: true }).first()).toContainText(message)
        for (const [field, text] of texts(page)) await expect(field).toHaveValue(text)
        for (const [field, option] of options?.(page) ?? []) await expect(field).toHaveValue(option)
        for (const checkbox of checkboxes?.(page) ?? []) await expect(checkbox).toBeChecked()
      })
    await page.context().close()
  })

test('without JavaScript a refused form of a list opens its part, says why, and keeps the selection', async ({ browser, request }) => {
  const other = await createTeam(browser)
  await remember(request, await activate(request, other), { content: 'Ada prefers e-mail.' })
  const page = await openAs(browser, other.owner, { javaScriptEnabled: false })
  const box = page.getByRole('main').getByRole('checkbox').first()
  await page.goto('/memories')
  await box.check()
  await page.getByLabel('All 1 that match').check()
  await page.getByText('Tags…', { exact: true }).click()
  await page.getByLabel('Tags (comma-separated)').fill('x'.repeat(65))
  await page.getByRole('button', { name: 'Add tags' }).click()
  await expect(page.getByText(/^Tags may be at most 64 characters/)).toBeVisible()
  await expect(page.getByLabel('Tags (comma-separated)')).toHaveValue('x'.repeat(65))
  await expect(page.getByLabel('All 1 that match')).toBeChecked()
  await expect(box).toBeChecked()
  await page.goto('/sessions')
  await box.check()
  await page.getByText('End selected…').click()
  await page.getByLabel('Reason (optional, shown in history)').fill('  ')
  await page.getByRole('button', { name: 'End selected sessions' }).click()
  await expect(page.getByText('The reason must not be blank.')).toBeVisible()
  await expect(box).toBeChecked()
  await page.context().close()
})

test('a page never contains a password that was entered', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { javaScriptEnabled: false })
  await page.goto('/account')
  await page.getByLabel('Current password').fill('not my password, of course')
  await page.getByLabel('New password').fill('quite another password')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Current password is wrong.', { exact: true })).toBeVisible()
  expect(await page.content()).not.toMatch(/of course|quite another/)
  await page.context().close()
})

test('a refused field says in plain words what to change, and the form says it only once', async ({ browser }) => {
  const page = await openAs(browser, team.owner)
  await openWithScripts(page, '/agents/customer-support/settings')
  await page.getByLabel('Metadata').fill('{bad')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Metadata must be a JSON object.').filter({ visible: true })).toHaveCount(1)
  await expect(page.getByText('Check the marked fields.')).toBeVisible()
  await expect(page.getByLabel('Metadata')).toHaveAttribute('aria-invalid', 'true')
  await page.context().close()
})

test('a form that is sent without a connection says so and keeps the page; it works again afterwards', async ({ browser }) => {
  const page = await openAs(browser, team.owner)
  await openWithScripts(page, '/agents/customer-support/settings')
  await page.getByLabel('Description').fill('Answers at sea')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('No connection. Nothing was changed.')).toBeVisible()
  await expect(page.getByLabel('Description')).toHaveValue('Answers at sea')
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Agent saved.')).toBeVisible()
  await page.context().close()
})

test('without a connection, signing out and getting a token say so, and the page stays', async ({ browser, request }) => {
  const agent = 'at-sea'
  await activate(request, team, agent)
  const page = await openAs(browser, team.owner)
  await openWithScripts(page, `/agents/${agent}`)
  const dialog = await openDialog(page, 'Get a session token…')
  await page.context().setOffline(true)
  await dialog.getByRole('button', { name: 'Get token' }).click()
  await expect(dialog.getByText('No connection. Nothing was changed.')).toBeVisible()
  await page.keyboard.press('Escape')
  await openUserMenu(page)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page.locator('[data-sonner-toast]')).toContainText('No connection. Nothing was changed.')
  await expect(page.getByRole('heading', { level: 1, name: agent })).toBeVisible()
  await page.context().close()
})

test('a form whose request fails on its way says that it is not known whether the change was made', async ({ browser }) => {
  const page = await openAs(browser, team.owner)
  await openWithScripts(page, '/account')
  await page.route('**/*', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 502, body: 'Bad gateway' }) : route.fallback(),
  )
  await page.getByLabel('Your name').fill('Grace')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('The server did not answer. Reload the page to see whether the change was made')).toBeVisible()
  await expect(page.getByLabel('Your name')).toHaveValue('Grace')
  await page.context().close()
})

test('a form whose connection is lost after it was sent does not say that nothing was changed', async ({ browser }) => {
  const page = await openAs(browser, team.owner)
  await openWithScripts(page, '/account')
  await page.route('**/*', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback()
    await route.fetch()
    await page.context().setOffline(true)
    await route.abort('internetdisconnected')
  })
  await page.getByLabel('Your name').fill('Grace Hopper')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('The server did not answer. Reload the page to see whether the change was made')).toBeVisible()
  await page.context().setOffline(false)
  await page.unroute('**/*')
  await page.reload()
  await expect(page.getByLabel('Your name')).toHaveValue('Grace Hopper')
  await page.context().close()
})

test('the button that was pressed shows that it sends the form, and the others are disabled', async ({ browser, request }) => {
  await activate(request, team)
  const page = await openAs(browser, team.owner)
  await openWithScripts(page, '/agents/customer-support')
  const [release, isReleased] = withRelease()
  await page.route('**/*', async (route) => {
    if (route.request().method() === 'POST') await isReleased
    await route.fallback()
  })
  await page.getByRole('button', { name: 'Extend by 6 h' }).click()
  await expect(page.getByRole('button', { name: 'Extend by 6 h' })).toHaveText('Extending…')
  await expect(page.getByRole('button', { name: 'Extend by 1 h', exact: true })).toHaveAttribute('aria-disabled', 'true')
  release()
  await expect(page.getByText('Extended by 6 h.')).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Extend by 6 h' })).toHaveText('+6 h')
  await page.context().close()
})

function withRelease(): [release: () => void, isReleased: Promise<void>] {
  let release = () => {}
  const isReleased = new Promise<void>((resolve) => {
    release = resolve
  })
  return [() => release(), isReleased]
}
