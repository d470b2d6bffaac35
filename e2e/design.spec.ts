import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { browserOptions } from './browser'
import { type SeparateServer, startSeparateServer } from './separate-server'

// Letters have the same places and shapes whatever the machine's settings for fonts are.
const options = browserOptions()
test.use({ launchOptions: { ...options, args: [...options.args, '--font-render-hinting=none', '--disable-lcd-text'] } })

const SAME_EVERYWHERE = fileURLToPath(new URL('components/same-everywhere.css', import.meta.url))

// One server in development: two would write the same files.
test.describe.configure({ mode: 'default' })

let server: SeparateServer
test.beforeAll(async () => {
  server = await startSeparateServer({ LOG_LEVEL: 'warn' }, 'dev')
})
test.afterAll(() => server.stop())

const COMPARISON = { stylePath: SAME_EVERYWHERE, maxDiffPixels: 100, threshold: 0.01 }

/** What opens, by the button that opens it and the name of what appears. */
const OPENERS = {
  dialog: ['Open a dialog', 'Open a dialog'],
  menu: ['Open a menu', 'Open a menu'],
  'row-menu': ['Actions for a row', 'Actions for a row'],
  columns: ['Display: columns and row height', 'Display'],
  'time-range': ['Time: Last 7 days', 'Time range'],
} as const

/** Opens the page of components, whose parts have arrived when their scripts run. */
async function openComponents(page: Page, search = ''): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`${server.address}/design${search}`)
  await expect(page.getByRole('button', { name: 'Open a dialog', includeHidden: true }).first()).toBeVisible()
  await page.evaluate(() => document.fonts.ready)
}

// Other systems draw letters with other code, and form fields in other sizes.
if (process.platform === 'linux') {
  test('the page of components looks as it did, light and dark', async ({ page }) => {
    await openComponents(page)
    for (const theme of ['light', 'dark'])
      for (const heading of await page.locator(`[data-theme=${theme}] h2`).allTextContents()) {
        const section = page
          .locator(`[data-theme=${theme}] section`)
          .filter({ has: page.getByRole('heading', { name: heading, exact: true }) })
        const name = heading.toLowerCase().replaceAll(' ', '-')
        await expect.soft(section).toHaveScreenshot(`${name}-${theme}.png`, COMPARISON)
      }
  })

  test('what opens over the page looks as it did, light and dark', async ({ page }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await openComponents(page)
      for (const [name, [button, title]] of Object.entries(OPENERS)) {
        await page.getByRole('button', { name: button, exact: true }).first().click()
        const opened = page.getByRole('dialog', { name: title, exact: true })
        await expect.soft(opened).toHaveScreenshot(`open-${name}-${colorScheme}.png`, COMPARISON)
        await page.keyboard.press('Escape')
        await expect(opened).toHaveCount(0)
      }
      const sample = page.locator(`[data-theme=${colorScheme}]`)
      await sample.getByRole('combobox', { name: 'Combobox' }).fill('support')
      await page.keyboard.press('ArrowDown')
      await expect.soft(sample.getByRole('listbox')).toHaveScreenshot(`open-combobox-${colorScheme}.png`, COMPARISON)
      await sample.getByRole('combobox', { name: 'Combobox' }).fill('nobody')
      await expect
        .soft(sample.getByText('No agent has such a name.'))
        .toHaveScreenshot(`open-combobox-empty-${colorScheme}.png`, COMPARISON)
      await page.getByRole('button', { name: 'With a tooltip' }).first().hover()
      await expect.soft(page.locator('[data-tooltip]')).toHaveScreenshot(`open-tooltip-${colorScheme}.png`, COMPARISON)
      await openComponents(page, '?panel=open')
      await expect.soft(page.getByRole('dialog', { name: 'A row' })).toHaveScreenshot(`open-panel-${colorScheme}.png`, COMPARISON)
    }
  })
}
