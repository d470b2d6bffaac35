import { expect, type Page } from '@playwright/test'

/** The calls that the request log shows. */
export const requestEntries = (page: Page) => page.getByRole('list', { name: 'Requests' }).getByRole('listitem')

/** Opens the request log as soon as it has so many calls: they are written within a second or two. */
export async function openRequests(page: Page, count: number): Promise<void> {
  const countNow = async () => {
    await page.goto('/settings/requests')
    return requestEntries(page).count()
  }
  await expect.poll(countNow).toBe(count)
}
