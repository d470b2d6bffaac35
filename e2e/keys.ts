import type { Locator, Page } from '@playwright/test'

const PATH = '/settings/api-keys'

/** Opens the form of a new key on the page with the keys. */
export async function openKeyForm(page: Page, address = ''): Promise<void> {
  await page.goto(`${address}${PATH}`)
  await page.getByText('New key', { exact: true }).click()
}

/** Opens the panel of a key on the page with the keys, and returns it. */
export async function openKey(page: Page, name: string): Promise<Locator> {
  await page.goto(PATH)
  await page.getByRole('link', { name, exact: true }).click()
  return keyPanel(page, name)
}

/** The panel of a key. Without JavaScript the dialog has no name. */
export const keyPanel = (page: Page, name: string) =>
  page.getByRole('dialog').filter({ has: page.getByRole('heading', { name, exact: true }) })

/** The row of a key in the list. */
export const keyRow = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
