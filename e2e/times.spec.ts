import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { createTeam, openAs, signIn, type TestTeam } from './people'
import { openWithScripts } from './scripts'
import { activate } from './team-api'

let team: TestTeam
test.beforeAll(async ({ browser, request }) => {
  team = await createTeam(browser)
  await activate(request, team)
})

/** A time zone in which the current day differs from that in UTC. */
const ZONE = new Date().getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago'
const dayIn = (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date())

const rowsOf = (page: Page) => page.getByRole('region', { name: 'Sessions' }).locator('tbody').getByRole('row')

/** `button` is the button that applies the filters, where they do not apply at once. */
async function filterByDay(page: Page, day: string, zone: string, button?: string): Promise<void> {
  // The server renders the page again when the browser has sent its zone, and a choice made before that is lost.
  await expect(page.getByLabel(`From (${zone})`)).toBeAttached()
  await page.locator('select[name=range]').selectOption('Custom range…')
  await page.getByLabel(`From (${zone})`).fill(day)
  await page.getByLabel(`To (${zone})`).fill(day)
  if (button) await page.getByRole('button', { name: button, exact: true }).click()
}

test("filters use days in the viewer's time zone, and a colleague in another zone sees the same with the same URL", async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: ZONE })
  await openWithScripts(page, '/sessions')
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

  const colleague = await openAs(browser, team.owner, { timezoneId: 'UTC' })
  await colleague.goto(shared)
  await expect(rowsOf(colleague)).toHaveCount(1)
  await expect(colleague.getByLabel(`From (${ZONE})`)).toHaveValue(dayIn(ZONE))
})

test("a URL with days but no zone means days in the viewer's time zone", async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: ZONE })
  await page.goto(`/sessions?range=custom&from=${dayIn(ZONE)}&to=${dayIn(ZONE)}`)
  await expect(rowsOf(page)).toHaveCount(1)
  await page.goto(`/sessions?range=custom&from=${dayIn('UTC')}&to=${dayIn('UTC')}`)
  await expect(page.getByText('No matching sessions')).toBeVisible()
  await expect(page.getByLabel(`From (${ZONE})`)).toHaveValue(dayIn('UTC'))
})

test("the audit log also uses days in the viewer's time zone; charts use days in UTC", async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: ZONE })
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

test('without JavaScript filters use days in UTC, and the fields say so', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: ZONE, javaScriptEnabled: false })
  await page.goto('/sessions')
  await filterByDay(page, dayIn('UTC'), 'UTC', 'Apply')
  await expect(rowsOf(page)).toHaveCount(1)
})

test('a browser whose time zone the server does not know yet gets days in its own zone immediately', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: ZONE })
  await page.context().clearCookies({ name: 'memanto-zone' })
  await page.goto('/sessions?range=custom')
  await expect(page.getByLabel(`From (${ZONE})`)).toBeVisible()
})

for (const [name, hours] of [
  ['three hours fast', 3],
  ['two days slow', -48],
] as const)
  test(`relative times and countdowns are right when the viewer's clock is ${name}`, async ({ browser }) => {
    const page = await (await browser.newContext()).newPage()
    await page.addInitScript((shiftMs) => {
      const SystemDate = Date
      globalThis.Date = class extends SystemDate {
        constructor(...args: [] | [number | string | Date]) {
          super(args.length === 0 ? SystemDate.now() + shiftMs : args[0])
        }
        static override now = () => SystemDate.now() + shiftMs
      } as DateConstructor
    }, hours * 3_600_000)
    await signIn(page, team.owner)
    const agents = page.getByRole('region', { name: 'Agents' })
    const expectRightTimes = async () => {
      await expect(agents.getByText(/^\d+ (second|minute)s? ago$/)).toBeVisible()
      await expect(agents.getByText(/^5h 5\dm left$/)).toBeVisible()
    }
    await page.goto('/agents')
    await expectRightTimes()
    await page.getByRole('link', { name: 'Summaries', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Summaries' })).toBeVisible()
    await page.goBack()
    await expectRightTimes()
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto('/sessions')
    await expect(page.getByRole('region', { name: 'Sessions' }).getByText(/^\d+ (second|minute)s? ago$/)).toBeVisible()
  })
