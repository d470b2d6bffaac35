import { type Browser, expect, type Page } from '@playwright/test'
import { signIn, type TestTeam } from './people'

export const sessionTable = (page: Page) => page.getByRole('region', { name: 'Sessions', exact: true })

/** What a program of the team does by the API. */
export async function post(page: Page, { apiKey }: TestTeam, path: string, data: object = {}): Promise<Record<string, string>> {
  const response = await page.request.post(`/api/v2${path}`, { headers: { authorization: `Bearer ${apiKey}` }, data })
  expect(response.ok(), `${path} should have prepared a test`).toBe(true)
  return response.json()
}

/** An active session of each new agent; their ids, in the order of the list: latest first. */
export async function sessionsOf(page: Page, team: TestTeam, agents: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const agent of agents) ids.unshift((await post(page, team, `/agents/${agent}/activate`, { create: true })).session_id ?? '')
  return ids
}

export async function withoutScripts(browser: Browser, team: TestTeam): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await signIn(page, team.owner)
  return page
}
