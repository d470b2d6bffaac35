import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { browserOptions } from './browser'
import { type SeparateServer, startSeparateServer } from './separate-server'

// Letters have the same places and shapes whatever the machine's settings for fonts are.
const options = browserOptions()
test.use({ launchOptions: { ...options, args: [...options.args, '--font-render-hinting=none', '--disable-lcd-text'] } })

const SAME_EVERYWHERE = fileURLToPath(new URL('components/same-everywhere.css', import.meta.url))

let server: SeparateServer
test.beforeAll(async () => {
  server = await startSeparateServer({ LOG_LEVEL: 'warn' }, 'dev')
})
test.afterAll(() => server.stop())

// Other systems draw letters with other code, and form fields in other sizes.
if (process.platform === 'linux')
  test('the page of components looks as it did, light and dark', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(`${server.address}/design`)
    await expect(page.getByRole('button', { name: 'Open a dialog' }).first()).toBeVisible()
    await page.evaluate(() => document.fonts.ready)
    for (const theme of ['light', 'dark'])
      for (const heading of await page.locator(`[data-theme=${theme}] h2`).allTextContents()) {
        const section = page
          .locator(`[data-theme=${theme}] section`)
          .filter({ has: page.getByRole('heading', { name: heading, exact: true }) })
        const name = heading.toLowerCase().replaceAll(' ', '-')
        await expect
          .soft(section)
          .toHaveScreenshot(`${name}-${theme}.png`, { stylePath: SAME_EVERYWHERE, maxDiffPixels: 100, threshold: 0.01 })
      }
  })
