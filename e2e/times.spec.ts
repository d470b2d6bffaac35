import { readFile } from 'node:fs/promises'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { activate, newTeam, signIn, type TestTeam } from './people'

let team: TestTeam
test.beforeAll(async ({ browser, request }) => {
  team = await newTeam(browser)
  await activate(request, team.apiKey)
})

async function signedIn(browser: Browser, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await signIn(page, team.owner)
  return page
}

/** A zone in which it is now another day than in UTC. */
const ZONE = new Date().getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago'
const dayIn = (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date())

const rowsOf = (page: Page) => page.getByRole('region', { name: 'Sessions' }).locator('tbody').getByRole('row')

async function filterByDay(page: Page, day: string, zone: string, button = 'Apply'): Promise<void> {
  await page.locator('select[name=range]').selectOption('Custom range…')
  await page.getByLabel(`From (${zone})`).fill(day)
  await page.getByLabel(`To (${zone})`).fill(day)
  await page.getByRole('button', { name: button, exact: true }).click()
}

test('days of filters are those of the viewer, and a colleague elsewhere sees the same under the same address', async ({ browser }) => {
  const page = await signedIn(browser, { timezoneId: ZONE })
  await page.goto('/sessions')
  await filterByDay(page, dayIn(ZONE), ZONE)
  await expect(page).toHaveURL(new RegExp(`zone=${encodeURIComponent(ZONE)}`))
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(page.getByLabel(`From (${ZONE})`)).toHaveValue(dayIn(ZONE))
  await expect(page.getByLabel(`To (${ZONE})`)).toHaveValue(dayIn(ZONE))
  const shared = page.url()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export CSV' }).click()])
  expect((await readFile(await download.path(), 'utf8')).trim().split('\r\n')).toHaveLength(2)

  await filterByDay(page, dayIn('UTC'), ZONE)
  await expect(page.getByText('No matching sessions')).toBeVisible()

  const colleague = await signedIn(browser, { timezoneId: 'UTC' })
  await colleague.goto(shared)
  await expect(rowsOf(colleague)).toHaveCount(1)
  await expect(colleague.getByLabel(`From (${ZONE})`)).toHaveValue(dayIn(ZONE))
})

test('an address with days alone means the days of whoever opens it', async ({ browser }) => {
  const page = await signedIn(browser, { timezoneId: ZONE })
  await page.goto(`/sessions?range=custom&from=${dayIn(ZONE)}&to=${dayIn(ZONE)}`)
  await expect(rowsOf(page)).toHaveCount(1)
  await page.goto(`/sessions?range=custom&from=${dayIn('UTC')}&to=${dayIn('UTC')}`)
  await expect(page.getByText('No matching sessions')).toBeVisible()
  await expect(page.getByLabel(`From (${ZONE})`)).toHaveValue(dayIn('UTC'))
})

test('the audit log is filtered by the viewer’s days too, and days of a chart stay those of UTC', async ({ browser }) => {
  const page = await signedIn(browser, { timezoneId: ZONE })
  await page.goto('/settings/audit')
  await filterByDay(page, dayIn('UTC'), ZONE, 'Filter')
  await expect(page.getByText('No matching entries')).toBeVisible()
  await filterByDay(page, dayIn(ZONE), ZONE, 'Filter')
  await expect(page.getByRole('list', { name: 'Audit entries' })).toBeVisible()

  await page.goto('/')
  await page.getByRole('group', { name: 'Sessions started by day' }).getByRole('link').last().press('Enter')
  await expect(page.getByLabel('From (UTC)')).toHaveValue(dayIn('UTC'))
  await expect(rowsOf(page)).toHaveCount(1)
})

test('without JavaScript days are those of UTC, and the fields say so', async ({ browser }) => {
  const page = await signedIn(browser, { timezoneId: ZONE, javaScriptEnabled: false })
  await page.goto('/sessions')
  await filterByDay(page, dayIn('UTC'), 'UTC')
  await expect(rowsOf(page)).toHaveCount(1)
})

test('a browser whose zone the page does not know yet gets its own days at once', async ({ browser }) => {
  const page = await signedIn(browser, { timezoneId: ZONE })
  await page.context().clearCookies({ name: 'memanto-zone' })
  await page.goto('/sessions?range=custom')
  await expect(page.getByLabel(`From (${ZONE})`)).toBeVisible()
})

for (const [name, hours] of [
  ['three hours fast', 3],
  ['two days slow', -48],
] as const)
  test(`a viewer's clock that is ${name} changes no relative time and no countdown`, async ({ browser }) => {
    const page = await (await browser.newContext()).newPage()
    await page.addInitScript((shiftMs) => {
      const Real = Date
      globalThis.Date = class extends Real {
        constructor(...given: [] | [number | string | Date]) {
          super(given.length === 0 ? Real.now() + shiftMs : given[0])
        }
        static override now = () => Real.now() + shiftMs
      } as DateConstructor
    }, hours * 3_600_000)
    await signIn(page, team.owner)
    const agents = page.getByRole('region', { name: 'Agents' })
    const look = async () => {
      await expect(agents.getByText(/^\d+ (second|minute)s? ago$/)).toBeVisible()
      await expect(agents.getByText(/^5h 5\dm left$/)).toBeVisible()
    }
    await page.goto('/agents')
    await look()
    await page.getByRole('link', { name: 'Summaries', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Summaries' })).toBeVisible()
    await page.goBack()
    await look()
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto('/sessions')
    await expect(page.getByRole('region', { name: 'Sessions' }).getByText(/^\d+ (second|minute)s? ago$/)).toBeVisible()
  })
