import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { accessibilityFindings, contentWidth } from './accessibility'
import { waitForMidnightIfNear } from './midnight'
import { createTeam, openAs, signIn, type TestTeam } from './people'
import { openWithScripts } from './scripts'
import { activate } from './team-api'

let team: TestTeam
/** A time zone in which the current day differs from that in UTC. */
let zone: string
test.beforeAll(async ({ browser, request }) => {
  await waitForMidnightIfNear()
  zone = new Date().getUTCHours() >= 10 ? 'Pacific/Kiritimati' : 'Pacific/Pago_Pago'
  team = await createTeam(browser)
  await activate(request, team)
})

const dayIn = (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date())

const rowsOf = (page: Page) => page.getByRole('region', { name: 'Sessions' }).locator('tbody').getByRole('row')

const timeButton = (page: Page) => page.getByRole('button', { name: /^Time: / })
const times = (page: Page) => page.getByRole('dialog', { name: 'Time range' })

/** Opens the time ranges of a list. */
async function openTimes(page: Page): Promise<void> {
  // The server renders the page again when the browser has sent its zone.
  await expect(page.locator('input[name=zone]')).toHaveValue(zone)
  await timeButton(page).click()
  await expect(times(page).getByText(`Days in ${zone}`)).toBeVisible()
}

async function filterByDay(page: Page, day: string): Promise<void> {
  await openTimes(page)
  await times(page).getByLabel('From').fill(day)
  await times(page).getByLabel('To').fill(day)
  await times(page).getByRole('button', { name: 'Show these days' }).click()
  await expect(times(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: `Time: ${day}` })).toBeVisible()
}

test("filters use days in the viewer's time zone, and a colleague in another zone sees the same with the same URL", async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: zone })
  await openWithScripts(page, '/sessions')
  await filterByDay(page, dayIn(zone))
  await expect(page).toHaveURL(new RegExp(`zone=${encodeURIComponent(zone)}`))
  await expect(rowsOf(page)).toHaveCount(1)
  await openTimes(page)
  await expect(times(page).getByLabel('From')).toHaveValue(dayIn(zone))
  await expect(times(page).getByLabel('To')).toHaveValue(dayIn(zone))
  await expect(times(page).getByRole('button', { name: 'Today' })).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('Escape')
  await expect(timeButton(page)).toBeFocused()
  const shared = page.url()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export CSV' }).click()])
  expect((await readFile(await download.path(), 'utf8')).trim().split('\r\n')).toHaveLength(2)

  await filterByDay(page, dayIn('UTC'))
  await expect(page.getByText('No matching sessions')).toBeVisible()

  const colleague = await openAs(browser, team.owner, { timezoneId: 'UTC' })
  await colleague.goto(shared)
  await expect(rowsOf(colleague)).toHaveCount(1)
  await openTimes(colleague)
  await expect(times(colleague).getByLabel('From')).toHaveValue(dayIn(zone))
})

test("a URL with days but no zone means days in the viewer's time zone", async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: zone })
  await page.goto(`/sessions?range=custom&from=${dayIn(zone)}&to=${dayIn(zone)}`)
  await expect(rowsOf(page)).toHaveCount(1)
  await page.goto(`/sessions?range=custom&from=${dayIn('UTC')}&to=${dayIn('UTC')}`)
  await expect(page.getByText('No matching sessions')).toBeVisible()
  await openTimes(page)
  await expect(times(page).getByLabel('From')).toHaveValue(dayIn('UTC'))
})

test("the audit log also uses days in the viewer's time zone; charts use days in UTC", async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: zone })
  await page.goto('/settings/audit')
  await filterByDay(page, dayIn('UTC'))
  await expect(page.getByText('No matching entries')).toBeVisible()
  await filterByDay(page, dayIn(zone))
  await expect(page.getByRole('list', { name: 'Audit entries' })).toBeVisible()

  await page.goto('/')
  await page.getByRole('group', { name: 'Sessions started by day' }).getByRole('link').last().press('Enter')
  await expect(page.getByRole('button', { name: `Time: ${dayIn('UTC')}` })).toBeVisible()
  await expect(rowsOf(page)).toHaveCount(1)
})

test('without JavaScript filters use days in UTC, and the fields say so', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: zone, javaScriptEnabled: false })
  await page.goto('/sessions')
  await page.getByLabel('Time').selectOption('Custom range…')
  await page.getByLabel('From (UTC)').fill(dayIn('UTC'))
  await page.getByLabel('To (UTC)').fill(dayIn('UTC'))
  await page.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(rowsOf(page)).toHaveCount(1)
})

test('a browser whose time zone the server does not know yet gets days in its own zone immediately', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: zone })
  await page.context().clearCookies({ name: 'memanto-zone' })
  await page.goto('/sessions?range=custom')
  await openTimes(page)
})

test('a time range is chosen with the keyboard, from a popover that axe finds nothing in', async ({ browser }) => {
  const page = await openAs(browser, team.owner, { timezoneId: zone, viewport: { width: 360, height: 640 } })
  await openWithScripts(page, '/sessions?status=active')
  await page.getByRole('checkbox', { name: 'Show filters' }).check()
  await timeButton(page).focus()
  await page.keyboard.press('Enter')
  await expect(times(page).getByRole('button', { name: 'Any time' })).toBeFocused()
  expect(await accessibilityFindings(page)).toEqual([])
  expect(await contentWidth(page)).toBeLessThanOrEqual(360)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/sessions?status=active&range=1h')
  await expect(page.getByRole('button', { name: 'Time: Last hour' })).toBeFocused()
  await openTimes(page)
  await times(page).getByRole('button', { name: 'Any time' }).click()
  await expect(page).toHaveURL('/sessions?status=active')
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
