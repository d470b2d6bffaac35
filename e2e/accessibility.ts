import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { twMerge } from 'tailwind-merge'

/** Targets of 24 pixels are a rule of WCAG 2.2 that axe does not check unless it is asked to. */
const OPTIONS = { rules: { 'target-size': { enabled: true } } }

/** The rules that depend on the colours and the width of a page. The others look at its structure. */
const APPEARANCE = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size']

/** Returns everything that axe finds on a page, whatever its impact, each with its elements. */
export const accessibilityFindings = (page: Page) => findings(new AxeBuilder({ page }).options(OPTIONS))

/** Returns what axe finds that depends on colours and widths: for a page that `accessibilityFindings` has examined in another theme or width. */
export const appearanceFindings = (page: Page) => findings(new AxeBuilder({ page }).withRules(APPEARANCE))

async function findings(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** Returns how wide the content of a page is, in pixels: more than the window when the page scrolls sideways. */
export const contentWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

/**
 * Expects that a page fits each width, and that axe finds nothing there, light and dark: everything at the first and the last width, between them what
 * depends on the look. The page then has the first width again.
 */
export async function expectToFit(page: Page, name: string, widths: number[]): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    expect.soft(await contentWidth(page), `${name} at ${width}`).toBeLessThanOrEqual(width)
    const isOuter = width === widths[0] || width === widths.at(-1)
    expect.soft(await (isOuter ? accessibilityFindings(page) : appearanceFindings(page)), `${name} at ${width}`).toEqual([])
    await showDark(page)
    expect.soft(await appearanceFindings(page), `${name} at ${width}, dark`).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  }
  await page.setViewportSize({ width: widths[0] ?? 1280, height: 800 })
}

/** Changes to the dark theme, and waits until the page has it. */
export async function showDark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html.dark')).toBeVisible()
}

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

/** Returns a list to which errors in the console and requests to other hosts are added from now on. */
export function watchProblems(page: Page, origin = ''): string[] {
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('request', (request) => !/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin) && problems.push(request.url()))
  return problems
}
