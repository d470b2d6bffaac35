import { expect, type Page, test } from '@playwright/test'
import { activate, invited, newTeam, signIn, type TestTeam } from './people'

test.describe.configure({ timeout: 90_000 })

/** A word that is written from right to left, in everything that somebody types. */
const WORD = 'שלום'

let team: TestTeam
test.beforeAll(async ({ browser }) => {
  team = await newTeam(browser)
})

/** What shows the word, by the element around it, without a direction of its own. */
const undirected = (page: Page) =>
  page.evaluate((word) => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement
      if (!node.textContent?.includes(word) || around === null || around.closest('script, style')) continue
      if (around.closest('[dir]')?.getAttribute('dir') !== 'auto') found.push(around.outerHTML.slice(0, 200))
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), textarea'))
      if (field.value.includes(word) && field.dir !== 'auto') found.push(field.outerHTML.slice(0, 200))
    return found
  }, WORD)

async function typeEverything(page: Page, agent: string): Promise<void> {
  const save = (field: string) =>
    page
      .locator('form')
      .filter({ has: page.getByLabel(field) })
      .getByRole('button', { name: 'Save', exact: true })
      .click()
  await page.goto('/account')
  await page.getByLabel('Your name').fill(`${WORD} (עדה)`)
  await save('Your name')
  await expect(page.getByRole('status').filter({ hasText: /\S/ }).first()).toBeVisible()

  const authorization = `Bearer ${team.apiKey}`
  await page.request.patch(`/api/v2/agents/${agent}`, { headers: { authorization }, data: { description: `${WORD}!` } })
  const { session_token } = await activate(page.request, team.apiKey)
  const memory = { content: `${WORD}, how are you?`, title: `${WORD}?`, tags: [WORD] }
  const stored = await page.request.post(`/api/v2/agents/${agent}/remember`, {
    headers: { 'x-session-token': session_token },
    data: memory,
  })
  expect(stored.status()).toBe(200)

  await page.goto('/settings/api-keys')
  await page.getByLabel('Name').fill(`${WORD} (1)`)
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('button', { name: 'Close anyway' }).click()
  await page.goto('/settings/team')
  await page.getByLabel('Team name').fill(`${WORD} (2)`)
  await save('Team name')
  await expect(page.getByRole('status').filter({ hasText: /\S/ }).first()).toBeVisible()
}

test('what people typed has its own direction on every page, and in every field', async ({ page, browser }) => {
  await signIn(page, team.owner)
  await typeEverything(page, 'customer-support')
  const member = await invited(page, 'admin')
  const { sessions } = await (await page.request.get('/api/v2/sessions', { headers: { authorization: `Bearer ${team.apiKey}` } })).json()
  await page.goto(`/sessions/${sessions[0].session_id}`)
  await page.locator('summary', { hasText: 'End session' }).click()
  await page.getByLabel('Reason (optional, shown in history)').fill(`${WORD}.`)
  await page.getByRole('button', { name: 'End session' }).click()
  await expect(page.getByText(`${WORD}.`)).toBeVisible()

  const shown: Record<string, boolean> = {}
  const look = async (path: string) => {
    await page.goto(path)
    shown[path] = ((await page.locator('main').textContent()) ?? '').includes(WORD)
    expect.soft(await undirected(page), path).toEqual([])
  }
  const pages = [
    '/',
    '/agents',
    '/agents?peek=customer-support',
    '/agents/customer-support',
    '/sessions',
    `/sessions?peek=${sessions[0].session_id}`,
  ]
  for (const path of pages) await look(path)
  await look(`/sessions/${sessions[0].session_id}`)
  for (const path of ['/summaries', '/settings/api-keys', '/settings/members', '/settings/team', '/settings/audit', '/account'])
    await look(path)
  expect(Object.values(shown).filter(Boolean).length).toBeGreaterThanOrEqual(10)

  await page.goto('/settings/members')
  await page.getByLabel('E-mail', { exact: true }).fill(`other-${member.email}`)
  await page.getByRole('button', { name: 'Create invite link' }).click()
  const link = (await page.getByText('/invite/').first().textContent()) ?? ''
  const guest = await (await browser.newContext()).newPage()
  await guest.goto(new URL(link).pathname)
  await expect(guest.getByRole('heading', { level: 1 })).toContainText(WORD)
  expect.soft(await undirected(guest), 'an invite').toEqual([])
})
