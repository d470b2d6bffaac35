import { expect, type Page } from '@playwright/test'
import { AGENT_FORMS, type FormCase, type Target } from './roles-agent-forms'
import { MEMORY_FORMS } from './roles-memory-forms'
import { TEAM_FORMS } from './roles-team-forms'
import { waitForScripts } from './scripts'

/** Every form of the portal. */
export const FORMS: Record<string, FormCase> = { ...AGENT_FORMS, ...MEMORY_FORMS, ...TEAM_FORMS }

/** Opens a form and fills it in. Returns its button. */
export async function fillForm(page: Page, path: string, form: FormCase, target: Target, hasScripts = true) {
  expect((await page.goto(path))?.status(), path).toBe(200)
  if (hasScripts) await waitForScripts(page)
  const summary = form.summary?.(target)
  if (summary)
    await page
      .getByText(summary, { exact: true })
      .or(page.getByLabel(summary, { exact: true }))
      .first()
      .click()
  await form.fill?.(page, target)
  return page.getByRole('button', { name: form.button(target), exact: true })
}
