import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { foundFirstTeam } from './people'
import { type ProxiedServer, startBehindProxy } from './testing-proxy'

test.describe.configure({ mode: 'default', timeout: 90_000 })

let server: ProxiedServer
/** Signed in over plain http at a name that browsers do not take for this machine: such a page has no navigator.clipboard. */
let page: Page
/** Reads the clipboard of the same browser: at localhost that is allowed. */
let reader: Page

test.beforeAll(async ({ browser }) => {
  server = await startBehindProxy({ scheme: 'http' })
  page = await (await browser.newContext()).newPage()
  await foundFirstTeam(page, server.link)
  expect(await page.evaluate(() => [window.isSecureContext, navigator.clipboard === undefined])).toEqual([false, true])
  await activateOnAnotherPage()
  reader = await readerIn(browser)
})
test.afterAll(() => server.stop())

async function activateOnAnotherPage(): Promise<void> {
  const another = await page.context().newPage()
  await another.goto(`${server.address}/agents/customer-support`)
  await another.getByRole('button', { name: 'Activate', exact: true }).click()
  await expect(another.getByText('Session started.')).toBeVisible()
  await another.close()
}

async function readerIn(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ permissions: ['clipboard-read'] })
  const opened = await context.newPage()
  await opened.goto(`${server.upstream}/signin`)
  return opened
}

async function clipboard(): Promise<string> {
  await reader.bringToFront()
  const text = await reader.evaluate(() => navigator.clipboard.readText())
  await page.bringToFront()
  return text
}

async function expectCopied(button: Locator, text: string | RegExp): Promise<void> {
  await expect(page.getByText(/^Copied/)).toHaveCount(0) // of the button before
  await button.click()
  await expect(page.getByText(/^Copied\.?$/).first()).toBeVisible()
  expect(await clipboard()).toMatch(text)
}

const button = (name: string) => page.getByRole('button', { name, exact: true })

test('over plain http every copy button copies', async () => {
  await expectCopied(button('Copy API key'), /^mk_live_\S+$/)
  await expectCopied(button('Copy curl snippet'), /^TOKEN=/)

  await page.goto(`${server.address}/settings/api-keys`)
  await page.getByLabel('Name').fill('Night shift')
  await button('Create key').click()
  const dialog = page.getByRole('dialog')
  await expectCopied(dialog.getByRole('button', { name: 'Copy key' }), /^mk_live_\S+$/)
  await expect(dialog.getByRole('button', { name: 'Copy key' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Done' }).click()

  await page.goto(`${server.address}/settings/members`)
  await page.getByLabel('E-mail', { exact: true }).fill('grace@example.com')
  await button('Create invite link').click()
  await expectCopied(page.getByRole('status').getByRole('button'), new RegExp(`^${server.address}/invite/\\S+$`))

  await page.goto(`${server.address}/agents/customer-support`)
  await expectCopied(button('Copy agent id'), 'customer-support')
  await page.getByText('Get a session token…').click()
  await button('Get token').click()
  await expectCopied(button('Copy session token'), /^eyJ\S+$/)

  await page
    .getByRole('region', { name: 'Sessions' })
    .getByRole('link', { name: /^sess_/ })
    .click()
  await expectCopied(button('Copy session id'), /^sess_\w+$/)
  await expectCopied(button('Copy as JSON'), /"session_id": "sess_/)
})

test('where the browser refuses, the text is selected and the page says so', async () => {
  await page.addInitScript(() => {
    document.execCommand = () => false
  })
  const expectSelected = async (name: string, text: RegExp) => {
    await button(name).click()
    await expect(page.getByText('Your browser blocked copying. The text is selected').last()).toBeVisible()
    await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toMatch(text)
  }
  await page.goto(`${server.address}/agents/customer-support`)
  await expectSelected('Copy agent id', /^customer-support$/)
  await page.getByRole('heading', { level: 1 }).click()
  await expectSelected('Copy agent id', /^customer-support$/)
  await page.keyboard.press('ControlOrMeta+c')
  expect(await clipboard()).toBe('customer-support')
  await page
    .getByRole('region', { name: 'Sessions' })
    .getByRole('link', { name: /^sess_/ })
    .click()
  await expectSelected('Copy session id', /^sess_\w+$/)
  await expectSelected('Copy as JSON', /"session_id": "sess_/)

  await page.goto(`${server.address}/settings/api-keys`)
  await page.getByLabel('Name').fill('Day shift')
  await button('Create key').click()
  await expectSelected('Copy key', /^mk_live_\S+$/)
  await page.keyboard.press('ControlOrMeta+c')
  expect(await clipboard()).toMatch(/^mk_live_\S+$/)
  await expect(button('Done')).toBeVisible()
})
