import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { twMerge } from 'tailwind-merge'

/** Targets of 24 pixels are a rule of WCAG 2.2 that axe does not check unless it is asked to. */
const OPTIONS = { rules: { 'target-size': { enabled: true } } }

/** Returns everything that axe finds on a page, whatever its impact, each with its elements. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options(OPTIONS).analyze()
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** Returns how wide the content of a page is, in pixels: more than the window when the page scrolls sideways. */
export const contentWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

/** The names of lists that are wider than their frame. */
export const cutTables = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.list-table')].filter((list) => list.scrollWidth > list.clientWidth + 1).map((list) => list.ariaLabel),
  )

/** The classes of elements that have two classes for the same property, of which the style sheet decides which one applies. */
export async function conflictingClasses(page: Page): Promise<string[]> {
  const all = await page.evaluate(() => [
    ...new Set([...document.querySelectorAll('[class]')].map((element) => element.getAttribute('class') ?? '')),
  ])
  return all.filter((classes) => twMerge(classes) !== classes)
}
