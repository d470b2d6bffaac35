import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { openKeyForm } from './keys'
import { setUpServer } from './people'
import { type ProxiedServer, startProxiedServer } from './proxied-server'

test.describe.configure({ mode: 'default' })

let server: ProxiedServer
/** A page over plain http, at a host name that browsers do not treat as loopback: it has no navigator.clipboard. */
let page: Page
/** A page of the same browser at localhost, which may read the clipboard. */
let clipboardReader: Page

test.beforeAll(async ({ browser }) => {
  server = await startProxiedServer({ scheme: 'http' })
  page = await (await browser.newContext()).newPage()
  await setUpServer(page, server.setupLink)
  expect(await page.evaluate(() => [window.isSecureContext, navigator.clipboard === undefined])).toEqual([false, true])
  await activateOnOtherPage()
  clipboardReader = await openClipboardReader(browser)
})
test.afterAll(() => server.stop())

async function activateOnOtherPage(): Promise<void> {
  const other = await page.context().newPage()
  await other.goto(`${server.address}/agents/customer-support`)
  await other.getByRole('button', { name: 'Activate', exact: true }).click()
  await expect(other.getByText('Session started.')).toBeVisible()
  await other.close()
}

async function openClipboardReader(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ permissions: ['clipboard-read'] })
  const reader = await context.newPage()
  await reader.goto(`${server.upstream}/signin`)
  return reader
}

async function readClipboard(): Promise<string> {
  await clipboardReader.bringToFront()
  const text = await clipboardReader.evaluate(() => navigator.clipboard.readText())
  await page.bringToFront()
  return text
}

async function expectCopied(button: Locator, text: string | RegExp): Promise<void> {
  await expect(page.getByText(/^Copied/)).toHaveCount(0) // the message of the previous button
  await button.click()
  await expect(page.getByText(/^Copied\.?$/).first()).toBeVisible()
  expect(await readClipboard()).toMatch(text)
}

/** Opens the current session of the agent whose overview is open. */
async function openCurrentSession(): Promise<void> {
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.getByRole('link', { name: 'View timeline' }).click()
}

const button = (name: string) => page.getByRole('button', { name, exact: true })

test('every copy button works over plain http', async () => {
  await expectCopied(button('Copy API key'), /^mk_live_\S+$/)
  await expectCopied(button('Copy curl snippet'), /^ANSWER=/)

  await openKeyForm(page, server.address)
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

  await openCurrentSession()
  await expectCopied(button('Copy session id'), /^sess_\w+$/)
  await expectCopied(button('Copy as JSON'), /"session_id": "sess_/)
})

test('when the browser does not allow copying, the text is selected and the page says so', async () => {
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
  expect(await readClipboard()).toBe('customer-support')
  await openCurrentSession()
  await expectSelected('Copy session id', /^sess_\w+$/)
  await expectSelected('Copy as JSON', /"session_id": "sess_/)

  await openKeyForm(page, server.address)
  await page.getByLabel('Name').fill('Day shift')
  await button('Create key').click()
  await expectSelected('Copy key', /^mk_live_\S+$/)
  await page.keyboard.press('ControlOrMeta+c')
  expect(await readClipboard()).toMatch(/^mk_live_\S+$/)
  await expect(button('Done')).toBeVisible()
})
