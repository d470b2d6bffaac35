import { expect, type Page } from '@playwright/test'

/** Waits until the scripts of a page of the portal run: this button exists only with them. Forms work before, but send another request. */
export async function waitForScripts(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Search or run a command' })).toBeVisible()
}

/** Opens a page of the portal and waits until its scripts run. */
export async function openWithScripts(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await waitForScripts(page)
}
