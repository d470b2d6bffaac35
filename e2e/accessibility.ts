import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'
import { twMerge } from 'tailwind-merge'

/** Targets of 24 pixels are a rule of WCAG 2.2 that axe does not check unless it is asked to. */
const ALL_RULES: axe.RunOptions = { rules: { 'target-size': { enabled: true } } }

/** The rules that depend on the colours and the width of a page. The others look at its structure. */
const APPEARANCE: axe.RunOptions = { runOnly: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'] }

/** The rules that depend on the width alone. */
const SIZES: axe.RunOptions = { runOnly: ['scrollable-region-focusable', 'target-size'] }

/** Returns everything that axe finds on a page, whatever its impact, each with its elements. */
export const accessibilityFindings = (page: Page) => findings(page, ALL_RULES)

/** Returns what axe finds that depends on colours and widths: for a page that `accessibilityFindings` has examined in another theme or width. */
export const appearanceFindings = (page: Page) => findings(page, APPEARANCE)

/**
 * Runs axe in the page itself. AxeBuilder of @axe-core/playwright would also open an empty page for each run, because pages may have frames; ours
 * have none.
 */
async function findings(page: Page, options: axe.RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate((all) => window.axe.run(document, all), { ...options, resultTypes: ['violations' as const] })
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** Returns how wide the content of a page is, in pixels: more than the window when the page scrolls sideways. */
export const contentWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

/**
 * Expects that a page fits each width, and that axe finds nothing there. At the first and the last width it examines everything, light, and the colours,
 * dark. Between them only sizes can differ. The page then has the first width again.
 */
export async function expectToFit(page: Page, name: string, widths: number[]): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    expect.soft(await contentWidth(page), `${name} at ${width}`).toBeLessThanOrEqual(width)
    if (width === widths[0] || width === widths.at(-1)) await expectNoFindings(page, `${name} at ${width}`)
    else expect.soft(await findings(page, SIZES), `${name} at ${width}`).toEqual([])
  }
  await page.setViewportSize({ width: widths[0] ?? 1280, height: 800 })
}

/** Expects that axe finds nothing on a page, light and dark. The page is then light. */
async function expectNoFindings(page: Page, name: string): Promise<void> {
  expect.soft(await accessibilityFindings(page), name).toEqual([])
  await showDark(page)
  expect.soft(await appearanceFindings(page), `${name}, dark`).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
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

/**
 * The texts that end with an ellipsis because they are too long for their place: all, and those that no title shows. A text under the link of its row can have none; its
 * panel shows it.
 */
export const cutTexts = (page: Page) =>
  page.evaluate(() => {
    const cut = [...document.querySelectorAll<HTMLElement>('main *, [role=dialog] *')].filter(
      (element) =>
        !(element instanceof HTMLInputElement || element instanceof HTMLSelectElement) &&
        element.clientWidth > 1 &&
        element.scrollWidth > element.clientWidth &&
        getComputedStyle(element).textOverflow === 'ellipsis',
    )
    const textOf = (element: HTMLElement) => element.textContent?.trim() ?? ''
    const isTitled = (element: HTMLElement) => element.closest<HTMLElement>('[title]')?.title.includes(textOf(element)) ?? false
    const isCovered = (element: HTMLElement) => {
      element.scrollIntoView({ block: 'center' })
      const { left, top, height } = element.getBoundingClientRect()
      return (
        document.elementFromPoint(left + 1, top + height / 2)?.matches('a[data-row]') === true && element.closest('a[data-row]') === null
      )
    }
    return { all: cut.map(textOf), untitled: cut.filter((element) => !isTitled(element) && !isCovered(element)).map(textOf) }
  })
