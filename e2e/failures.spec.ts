import { type Browser, expect, type Page, type Response, test } from '@playwright/test'
import { accessibilityFindings, contentWidth } from './accessibility'
import { type Login, setUpServer } from './people'
import { type SeparateServer, startSeparateServer } from './separate-server'

test.describe.configure({ mode: 'default' })

let server: SeparateServer
let login: Login
test.beforeAll(async ({ browser }) => {
  server = await startSeparateServer()
  const page = await (await browser.newContext()).newPage()
  await setUpServer(page, server.setupLink)
  login = await page.context().storageState()
  await page.context().close()
})
test.afterAll(() => server.stop())

async function openPage(browser: Browser, options: object = {}): Promise<Page> {
  return (await browser.newContext({ storageState: login, baseURL: server.address, ...options })).newPage()
}

/** Renames a table while `work` runs: every page that queries it fails. */
async function withoutTable(table: string, work: () => Promise<void>): Promise<void> {
  await server.query(`ALTER TABLE ${table} RENAME TO renamed`)
  try {
    await work()
  } finally {
    await server.query(`ALTER TABLE renamed RENAME TO ${table}`)
  }
}

/** Checks that a page has security headers, and shows nothing of the code or the database. */
async function expectSafe(response: Response | null): Promise<void> {
  const headers = (await response?.allHeaders()) ?? {}
  const policy = headers['content-security-policy'] ?? ''
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers['x-frame-options']).toBe('DENY')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['x-request-id']).toMatch(/^req_/)
  const source = (await response?.text()) ?? ''
  const scripts = source.match(/<script(?![^>]*type="application\/json")[^>]*>/g) ?? []
  expect(scripts.length).toBeGreaterThan(0)
  expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([])
  expect(source).not.toMatch(/relation|does not exist|42P01|\/lib\/|\/db\/|node_modules|kysely|postgres/i)
}

const failureTitle = (page: Page) => page.getByRole('heading', { level: 1, name: 'Something went wrong' })

test('a page that fails shows what to do and a code that is in the log, and recovers', async ({ browser }) => {
  const page = await openPage(browser)
  await withoutTable('sessions', async () => {
    const response = await page.goto('/sessions')
    expect(response?.status()).toBe(500)
    await expectSafe(response)
    await expect(failureTitle(page)).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Portal' })).toBeVisible()
    await expect(page).toHaveTitle(/Memanto/)
    const code = /this code: (\w+)/.exec((await page.getByText(/give your admin/).textContent()) ?? '')?.[1]
    expect(code).toMatch(/^\w{6,}$/)
    const line = server.output().match(new RegExp(`.*"digest":"${code}".*`))?.[0] ?? ''
    expect(JSON.parse(line)).toMatchObject({ level: 50, requestId: (await response?.allHeaders())?.['x-request-id'] })
    expect(await accessibilityFindings(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await contentWidth(page)).toBeLessThanOrEqual(360)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(failureTitle(page)).toBeVisible()
    await page.reload() // requests of the retry that are still running must not end after the table is back
    await expect(failureTitle(page)).toBeVisible()
  })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible()
  await page.context().close()
})

test('the code of a page that failed leads to its entry in the request log', async ({ browser }) => {
  const page = await openPage(browser)
  let code = ''
  await withoutTable('sessions', async () => {
    await page.goto('/sessions')
    code = (await page.getByRole('link', { name: /^\d{6,}$/ }).textContent()) ?? ''
  })
  // It is written within a second or two.
  await expect.poll(() => server.query(`SELECT FROM request_log WHERE digest = '${code}'`)).not.toEqual([])
  await page.goto(`/settings/requests?request_id=${code}`)
  const entry = page.getByRole('list', { name: 'Requests' }).getByRole('listitem').first()
  await expect(entry).toContainText('GET /sessions')
  await expect(entry).toContainText(code)
  await page.context().close()
})

test('a page that fails or does not exist says so without JavaScript', async ({ browser }) => {
  const page = await openPage(browser, { javaScriptEnabled: false })
  expect((await page.goto('/agents/nobody'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible()
  await withoutTable('sessions', async () => {
    const response = await page.goto('/sessions')
    await expectSafe(response)
    await expect(failureTitle(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(`this code: ${(await response?.allHeaders())?.['x-request-id']}`)
  })
  await page.getByRole('link', { name: 'Go to start page' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Team of ada' })).toBeVisible()
  await page.context().close()
})

test('a link to a page that fails shows the same message, and the navigation stays', async ({ browser }) => {
  const page = await openPage(browser)
  await page.goto('/account')
  await withoutTable('sessions', async () => {
    await page.getByRole('link', { name: 'Sessions' }).click()
    await expect(failureTitle(page)).toBeVisible()
    await page.getByRole('link', { name: 'Audit log' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible()
  })
  await page.context().close()
})

test('when the navigation itself fails, or a page without it, the message is shown alone', async ({ browser }) => {
  const page = await openPage(browser)
  for (const [table, path, heading] of [
    ['memberships', '/agents', 'Agents'],
    ['people', '/signin', undefined],
    ['invites', '/invite/none', 'This invite does not work'],
  ] as const) {
    await withoutTable(table, async () => {
      const response = await page.goto(path)
      expect(response?.status(), path).toBe(500)
      await expectSafe(response)
      await expect(failureTitle(page)).toBeVisible()
      await expect(page.getByRole('button', { name: 'Copy code' })).toBeVisible() // the log is for those who may read it
      expect(await accessibilityFindings(page)).toEqual([])
    })
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(failureTitle(page)).toHaveCount(0)
    if (heading) await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  }
  await page.context().close()
})

test('a page that waits too long for the database returns 503 with Retry-After, and recovers', async ({ browser }) => {
  const page = await openPage(browser)
  for (const [table, path] of [
    ['sessions', '/sessions'],
    ['invites', '/invite/none'],
  ] as const) {
    const locked = server.query(`begin; lock table ${table}; select pg_sleep(80)`).catch(() => {}) // cancelled below
    await expect
      .poll(() =>
        server.query(`select mode from pg_locks where relation = '${table}'::regclass and mode = 'AccessExclusiveLock' and granted`),
      )
      .not.toEqual([])
    const response = await page.goto(path)
    expect([response?.status(), await response?.headerValue('retry-after')], path).toEqual([503, '1'])
    await expectSafe(response)
    await expect(failureTitle(page)).toBeVisible()
    await server.query(`select pg_cancel_backend(pid) from pg_stat_activity where query like '%pg_sleep(80)%' and pid <> pg_backend_pid()`)
    await locked
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(failureTitle(page)).toHaveCount(0)
  }
  await page.context().close()
})

test('a form that fails says so, keeps what was entered and works again', async ({ browser }) => {
  const page = await openPage(browser)
  await page.goto('/agents')
  await page.getByRole('button', { name: 'New agent', exact: true }).click() // exists only once the scripts run
  await page.getByLabel('Agent id').fill('night-shift')
  await withoutTable('audit_log', async () => {
    await page.getByRole('button', { name: 'Create agent' }).click()
    await expect(page.getByText('Something went wrong. Try again.')).toBeVisible()
  })
  await expect(page.getByLabel('Agent id')).toHaveValue('night-shift')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'night-shift' })).toBeVisible()
  await page.context().close()
})

test('when the root layout fails in the browser, a message replaces the whole document', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.address })
  await context.addInitScript(() => {
    window.matchMedia = () => {
      throw new Error('This browser has no media queries.')
    }
  })
  const page = await context.newPage()
  await page.goto('/signin')
  await expect(failureTitle(page)).toBeVisible()
  await expect(page).toHaveTitle('Something went wrong · Memanto')
  await expect(page.getByText('Reload the page in a moment.')).toBeVisible()
  await expect(page.getByText('This browser has no media queries.')).toHaveCount(0)
  expect(await accessibilityFindings(page)).toEqual([])
  await context.close()
})
