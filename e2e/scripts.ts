import { expect, type Locator, type Page } from '@playwright/test'

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
