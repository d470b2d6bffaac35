import { expect, type Locator, type Page, type Route } from '@playwright/test'

/** Waits until the scripts of a page of the portal run: this button exists only with them. Forms work before, but send another request. */
export async function waitForScripts(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
}

/** Opens a page of the portal and waits until its scripts run. */
export async function openWithScripts(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await waitForScripts(page)
}

/** Opens a dialog or menu by its button, which exists only once the scripts run, and returns it. */
export async function openDialog(page: Page, button: string, title = button.replace('…', '')): Promise<Locator> {
  await page.getByRole('button', { name: button, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: title, exact: true })
  await expect(dialog).toBeVisible()
  return dialog
}

/** Addresses of the pages' scripts. */
export const SCRIPTS = /\/_next\/static\/.*\.js/

/** Holds back the scripts of the next pages. Returns a function that lets them continue. */
export async function holdScripts(page: Page): Promise<() => Promise<void>> {
  const waiting: Route[] = []
  await page.route(SCRIPTS, (route) => void waiting.push(route))
  return async () => {
    await page.unroute(SCRIPTS)
    await Promise.all(waiting.map((route) => route.continue().catch(() => undefined))) // the page may have cancelled it
  }
}
