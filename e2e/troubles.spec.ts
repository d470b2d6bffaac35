import { type Browser, expect, type Page, type Response, test } from '@playwright/test'
import { graveFindings } from './axe'
import { type OwnServer, startOwnServer } from './own-server'
import { foundFirstTeam, type Login } from './people'

test.describe.configure({ mode: 'default', timeout: 90_000 })

let server: OwnServer
let login: Login
test.beforeAll(async ({ browser }) => {
  server = await startOwnServer()
  const page = await (await browser.newContext()).newPage()
  await foundFirstTeam(page, server.link)
  login = await page.context().storageState()
  await page.context().close()
})
test.afterAll(() => server.stop())

async function openPage(browser: Browser, options: object = {}): Promise<Page> {
  return (await browser.newContext({ storageState: login, baseURL: server.address, ...options })).newPage()
}

/** While a table is away every page that asks it fails for real. */
async function without(table: string, work: () => Promise<void>): Promise<void> {
  await server.ask(`ALTER TABLE ${table} RENAME TO away`)
  try {
    await work()
  } finally {
    await server.ask(`ALTER TABLE away RENAME TO ${table}`)
  }
}

/** It tells nothing of what is inside, and may run nothing that is not ours. */
async function expectGuarded(answer: Response | null): Promise<void> {
  const headers = (await answer?.allHeaders()) ?? {}
  const policy = headers['content-security-policy'] ?? ''
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers['x-frame-options']).toBe('DENY')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['x-request-id']).toMatch(/^req_/)
  const source = (await answer?.text()) ?? ''
  const scripts = source.match(/<script(?![^>]*type="application\/json")[^>]*>/g) ?? []
  expect(scripts.length).toBeGreaterThan(0)
  expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([])
  expect(source).not.toMatch(/relation|does not exist|42P01|\/lib\/|\/db\/|node_modules|kysely|postgres/i)
}

const failed = (page: Page) => page.getByRole('heading', { level: 1, name: 'Something went wrong' })

test('a page that fails says what to do and a number that is in the log, and recovers by itself', async ({ browser }) => {
  const page = await openPage(browser)
  await without('sessions', async () => {
    const answer = await page.goto('/sessions')
    expect(answer?.status()).toBe(500)
    await expectGuarded(answer)
    await expect(failed(page)).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Portal' })).toBeVisible()
    await expect(page).toHaveTitle(/Memanto/)
    const number = /this code: (\w+)/.exec((await page.getByText(/give your admin/).textContent()) ?? '')?.[1]
    expect(number).toMatch(/^\w{6,}$/)
    const line = server.said().match(new RegExp(`.*"digest":"${number}".*`))?.[0] ?? ''
    expect(JSON.parse(line)).toMatchObject({ level: 50, requestId: (await answer?.allHeaders())?.['x-request-id'] })
    expect(await graveFindings(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(failed(page)).toBeVisible()
    await page.reload() // whatever was asked by then finds no table either
    await expect(failed(page)).toBeVisible()
  })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible()
  await page.context().close()
})

test('without JavaScript a page that fails or is not there says so all the same', async ({ browser }) => {
  const page = await openPage(browser, { javaScriptEnabled: false })
  expect((await page.goto('/agents/nobody'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible()
  await without('sessions', async () => {
    const answer = await page.goto('/sessions')
    await expectGuarded(answer)
    await expect(failed(page)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(`this code: ${(await answer?.allHeaders())?.['x-request-id']}`)
  })
  await page.getByRole('link', { name: 'Go to start page' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Team of ada' })).toBeVisible()
  await page.context().close()
})

test('a link to a page that fails leads to the same words, and the way elsewhere stays', async ({ browser }) => {
  const page = await openPage(browser)
  await page.goto('/account')
  await without('sessions', async () => {
    await page.getByRole('link', { name: 'Sessions' }).click()
    await expect(failed(page)).toBeVisible()
    await page.getByRole('link', { name: 'Members' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Members' })).toBeVisible()
  })
  await page.context().close()
})

test('where the shell itself fails, or a page outside of it, the words stand alone', async ({ browser }) => {
  const page = await openPage(browser)
  for (const [table, path, after] of [
    ['memberships', '/agents', 'Agents'],
    ['people', '/signin', undefined],
    ['invites', '/invite/none', 'This invite does not work'],
  ] as const) {
    await without(table, async () => {
      const answer = await page.goto(path)
      expect(answer?.status(), path).toBe(500)
      await expectGuarded(answer)
      await expect(failed(page)).toBeVisible()
      expect(await graveFindings(page)).toEqual([])
    })
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(failed(page)).toHaveCount(0)
    if (after) await expect(page.getByRole('heading', { level: 1, name: after })).toBeVisible()
  }
  await page.context().close()
})

test('a page that waits too long for the database is answered 503 with Retry-After, and recovers', async ({ browser }) => {
  const page = await openPage(browser)
  for (const [table, path] of [
    ['sessions', '/sessions'],
    ['invites', '/invite/none'],
  ] as const) {
    const locked = server.ask(`begin; lock table ${table}; select pg_sleep(80)`).catch(() => {}) // cancelled below
    await expect
      .poll(() =>
        server.ask(`select mode from pg_locks where relation = '${table}'::regclass and mode = 'AccessExclusiveLock' and granted`),
      )
      .not.toEqual([])
    const answer = await page.goto(path)
    expect([answer?.status(), await answer?.headerValue('retry-after')], path).toEqual([503, '1'])
    await expectGuarded(answer)
    await expect(failed(page)).toBeVisible()
    await server.ask(`select pg_cancel_backend(pid) from pg_stat_activity where query like '%pg_sleep(80)%' and pid <> pg_backend_pid()`)
    await locked
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(failed(page)).toHaveCount(0)
  }
  await page.context().close()
})

test('a form whose act fails says so, keeps what was typed and works again', async ({ browser }) => {
  const page = await openPage(browser)
  await page.goto('/agents')
  await page.getByText('New agent', { exact: true }).click()
  await page.getByLabel('Agent id').fill('night-shift')
  await without('audit_log', async () => {
    await page.getByRole('button', { name: 'Create agent' }).click()
    await expect(page.getByText('Something went wrong. Try again.')).toBeVisible()
  })
  await expect(page.getByLabel('Agent id')).toHaveValue('night-shift')
  await page.getByRole('button', { name: 'Create agent' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'night-shift' })).toBeVisible()
  await page.context().close()
})

test('where even the outermost frame fails in the browser, its own words stand in for the whole document', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.address })
  await context.addInitScript(() => {
    window.matchMedia = () => {
      throw new Error('This browser knows no media.')
    }
  })
  const page = await context.newPage()
  await page.goto('/signin')
  await expect(failed(page)).toBeVisible()
  await expect(page).toHaveTitle('Something went wrong · Memanto')
  await expect(page.getByText('Reload the page in a moment.')).toBeVisible()
  await expect(page.getByText('This browser knows no media.')).toHaveCount(0)
  expect(await graveFindings(page)).toEqual([])
  await context.close()
})
