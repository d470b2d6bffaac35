import { expect, type Page, test } from '@playwright/test'
import { openKeyForm } from './keys'
import { addMember, createInvite, createTeam, signIn, type TestTeam } from './people'
import { PAGES, pathOf } from './roles-pages'
import { activate, remember } from './team-api'

/** A word in a script that is written from right to left: part of every text that these tests enter. */
const WORD = 'שלום'

let team: TestTeam
test.beforeAll(async ({ browser }) => {
  team = await createTeam(browser)
})

/** Returns the HTML of the elements and fields that contain the word but do not have dir="auto". */
const elementsWithoutDirection = (page: Page) =>
  page.evaluate((word) => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (!node.textContent?.includes(word) || parent === null || parent.closest('script, style')) continue
      if (parent.closest('[dir]')?.getAttribute('dir') !== 'auto') found.push(parent.outerHTML.slice(0, 200))
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), textarea'))
      if (field.value.includes(word) && field.dir !== 'auto') found.push(field.outerHTML.slice(0, 200))
    return found
  }, WORD)

/** Enters the word in every field that keeps a text, or stores it by the API. Returns the id of a memory with it. */
async function enterWordEverywhere(page: Page, agent: string): Promise<string> {
  const save = (field: string) =>
    page
      .locator('form')
      .filter({ has: page.getByLabel(field) })
      .getByRole('button', { name: 'Save', exact: true })
      .click()
  await page.goto('/account')
  await page.getByLabel('Your name').fill(`${WORD} (עדה)`)
  await save('Your name')
  await expect(page.getByText('Name saved.')).toBeVisible()

  const authorization = `Bearer ${team.apiKey}`
  await page.request.patch(`/api/v2/agents/${agent}`, { headers: { authorization }, data: { description: `${WORD}!` } })
  const session = await activate(page.request, team)
  const memory = { content: `${WORD}, how are you?`, title: `${WORD}?`, tags: [WORD] }
  const { memory_id = '' } = await remember(page.request, session, memory, agent)

  await openKeyForm(page)
  await page.getByLabel('Name').fill(`${WORD} (1)`)
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('button', { name: 'Close anyway' }).click()
  await page.goto('/settings/team')
  await page.getByLabel('Team name').fill(`${WORD} (2)`)
  await save('Team name')
  await expect(page.getByText('Settings saved.')).toBeVisible()
  return memory_id
}

test('text that people typed has its own direction on every page and in every field', async ({ page, browser }) => {
  await signIn(page, team.owner)
  const memoryId = await enterWordEverywhere(page, 'customer-support')
  const member = await addMember(page, 'admin')
  const { sessions } = await (await page.request.get('/api/v2/sessions', { headers: { authorization: `Bearer ${team.apiKey}` } })).json()
  await page.goto(`/sessions/${sessions[0].session_id}`)
  await page.getByText('End session…').click()
  await page.getByLabel('Reason (optional, shown in history)').fill(`${WORD}.`)
  await page.getByRole('button', { name: 'End session', exact: true }).click()
  await expect(page.getByText(`${WORD}.`)).toBeVisible()

  const hasWord: Record<string, boolean> = {}
  const check = async (path: string) => {
    await page.goto(path)
    hasWord[path] = ((await page.locator('main').textContent()) ?? '').includes(WORD)
    expect.soft(await elementsWithoutDirection(page), path).toEqual([])
  }
  const id: string = sessions[0].session_id
  const panels = ['/agents?peek=customer-support', `/sessions?peek=${id}`, `/memories?peek=${memoryId}`, `/memories?q=${WORD}&tags=${WORD}`]
  for (const path of [...Object.keys(PAGES).map((folder) => pathOf(folder, { sessionId: id, memoryId })), ...panels]) await check(path)
  expect(Object.values(hasWord).filter(Boolean).length).toBeGreaterThanOrEqual(10)

  const guest = await (await browser.newContext()).newPage()
  await guest.goto(await createInvite(page, 'member', `other-${member.email}`))
  await expect(guest.getByRole('heading', { level: 1 })).toContainText(WORD)
  expect.soft(await elementsWithoutDirection(guest), 'an invite').toEqual([])
})
