import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Returns the accessibility violations on a page that axe rates as serious or critical, each with its elements. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** Returns how wide the content of a page is, in pixels: more than the window when the page scrolls sideways. */
export const contentWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)
