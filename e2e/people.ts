import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { type APIRequestContext, type Browser, type BrowserContext, expect, type Page } from '@playwright/test'

export interface Person {
  email: string
  password: string
}

export interface TestTeam {
  team: string
  apiKey: string
  owner: Person
}

export type Role = 'owner' | 'admin' | 'member' | 'reader'

interface Bootstrapped {
  team: string
  api_key: string
  password_link: string
}

const run = promisify(execFile)
const PASSWORD = 'a long enough password'

/** A new team of this test's own with an owner who can sign in: made by the admin command beside the running server, as an operator would. */
export async function newTeam(browser: Browser, agent = 'customer-support'): Promise<TestTeam> {
  const name = `Team ${randomUUID().slice(0, 8)}`
  const email = newEmail('owner')
  const { team, api_key, password_link } = await bootstrap(['--team', name, '--email', email, '--agent', agent])
  const context = await browser.newContext()
  await choosePassword(await context.newPage(), new URL(password_link).pathname)
  await context.close()
  return { team, apiKey: api_key, owner: { email, password: PASSWORD } }
}

async function bootstrap(args: string[]): Promise<Bootstrapped> {
  const env = { ...process.env, MEMANTO_DATA_DIR: process.env.MEMANTO_E2E_DATA }
  const { stdout } = await run('npm', ['run', '-s', 'admin', '--', 'bootstrap', ...args, '--json'], { env })
  return JSON.parse(stdout)
}

/** Opens a password link and chooses the password that all people of these tests have. */
export async function choosePassword(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByLabel('New password').press('Enter')
  await expect(page).not.toHaveURL(new RegExp(`${path}$`))
}

/** Opens a session of an agent by the API, and gives its id and token. */
export async function activate(
  request: APIRequestContext,
  apiKey: string,
  agent = 'customer-support',
): Promise<{ session_id: string; session_token: string }> {
  const opened = await request.post(`/api/v2/agents/${agent}/activate`, { headers: { authorization: `Bearer ${apiKey}` } })
  expect(opened.status()).toBe(200)
  return opened.json()
}

/** Makes the first owner and team of a server by the link that it printed; the page then shows the key. */
export async function foundFirstTeam(page: Page, link: string, who = 'ada'): Promise<Person> {
  await page.goto(link)
  await fillFirstStart(page, who)
  await page.getByRole('button', { name: 'Create team' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Your team is ready' })).toBeVisible()
  return { email: `${who}@example.com`, password: PASSWORD }
}

export async function fillFirstStart(page: Page, who: string): Promise<void> {
  await page.getByLabel('Your name').fill(who)
  await page.getByLabel('E-mail').fill(`${who}@example.com`)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByLabel('Team name').fill(`Team of ${who}`)
}

/** Signs a person in on this page; it then shows the dashboard. */
export async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.goto('/signin')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/\/$/)
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
}

/** Somebody new of this role, invited by whoever is signed in on this page, and with an account of their own. */
export async function invited(page: Page, role: Role): Promise<Person> {
  return (await joined(page, role, newEmail(role), `A ${role}`)).person
}

export type Login = Awaited<ReturnType<BrowserContext['storageState']>>

/** The same with an e-mail and a name of the test's choice; gives their login too. */
export async function joined(page: Page, role: Role, email: string, name: string): Promise<{ person: Person; login: Login }> {
  await page.goto('/settings/members')
  await page.getByLabel('E-mail', { exact: true }).fill(email)
  await page.getByLabel('Role', { exact: true }).first().selectOption(role)
  await page.getByRole('button', { name: 'Create invite link' }).click()
  const notice = page.getByRole('status').filter({ hasText: `Send this link to ${email}` })
  const link = (await notice.getByText('/invite/').textContent()) ?? ''
  const elsewhere = await page.context().browser()?.newContext()
  if (elsewhere === undefined) throw new Error('The page belongs to no browser that could open another context.')
  await join(await elsewhere.newPage(), new URL(link).pathname, name)
  const login = await elsewhere.storageState()
  await elsewhere.close()
  return { person: { email, password: PASSWORD }, login }
}

async function join(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: /join/ }).click()
  await expect(page).not.toHaveURL(new RegExp(`${path}$`))
}

export const newEmail = (who: string) => `${who}-${randomUUID()}@example.com`
