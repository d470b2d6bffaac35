import { randomUUID } from 'node:crypto'
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import { bootstrap } from './admin'
import { submitForm } from './forms'
import { waitForScripts } from './scripts'

/** The cookies of a browser in which somebody is signed in. */
export type Login = Awaited<ReturnType<BrowserContext['storageState']>>

/** What a person enters in the sign-in form. */
export interface Credentials {
  email: string
  password: string
}

/** A person who can sign in, and is signed in already in a browser. */
export interface Person extends Credentials {
  login: Login
}

/** A team with an owner and an API key with full access. */
export interface TestTeam {
  name: string
  apiKey: string
  owner: Person
}

/** The role of a member. */
export type Role = 'owner' | 'admin' | 'member' | 'reader'

/** The password of every person in these tests. */
export const PASSWORD = 'a long enough password'

/** Returns an e-mail that nobody has yet. */
export const newEmail = (name: string) => `${name}-${randomUUID()}@example.com`

/** Creates a team with one agent and an owner who has signed in once. Each test has its own team, so that tests do not affect each other. */
export async function createTeam(browser: Browser, agent = 'customer-support'): Promise<TestTeam> {
  const name = `Team ${randomUUID().slice(0, 8)}`
  const email = newEmail('owner')
  const created = await bootstrap(name, email, agent)
  const login = await loginBy(browser, new URL(created.password_link).pathname, { password: PASSWORD })
  return { name, apiKey: created.api_key, owner: { email, password: PASSWORD, login } }
}

/** Sends the form of a page that signs a person in, and returns the login. */
async function loginBy(browser: Browser, path: string, fields: Record<string, string>): Promise<Login> {
  const context = await browser.newContext()
  await submitForm(context.request, path, fields)
  const login = await context.storageState()
  await context.close()
  return login
}

/** Signs a person in on a page without the sign-in form: the page gets the person's cookies. It stays where it is. */
export async function signIn(page: Page, { login }: Pick<Person, 'login'>): Promise<void> {
  await page.context().addCookies(login.cookies)
}

/** Opens a browser of its own in which a person is signed in. */
export async function openAs(browser: Browser, { login }: Pick<Person, 'login'>, options: object = {}): Promise<Page> {
  return (await browser.newContext({ storageState: login, ...options })).newPage()
}

/** Creates another team of the person by its form. It is shown then. */
export async function createAnotherTeam(page: Page, name: string): Promise<void> {
  await page.goto('/account')
  // Scripts replace the button: a click at that moment would be lost.
  if (await page.evaluate(() => matchMedia('(scripting: enabled)').matches)) await waitForScripts(page)
  await page.getByText('Create another team').click()
  await page.getByLabel('Team name').fill(name)
  await page.getByRole('button', { name: 'Create team' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** Fills in the sign-in form of the current page and sends it. */
export async function sendSignInForm(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Signs a person in by the sign-in page; the page then shows the dashboard. */
export async function signInByForm(page: Page, credentials: Credentials): Promise<void> {
  await page.goto('/signin')
  await sendSignInForm(page, credentials)
  await expect(page).toHaveURL(/\/$/)
}

/** Opens the menu of the person who is signed in, with or without JavaScript. */
export const openUserMenu = (page: Page) => page.getByLabel(/, your account$/).click()

/** Signs out the person who is signed in on a page. */
export async function signOut(page: Page): Promise<void> {
  await openUserMenu(page)
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
}

/** Invites a new person into the team of the person who is signed in on the page, and accepts the invite. */
export async function addMember(page: Page, role: Role, email = newEmail(role), name = `A ${role}`): Promise<Person> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('The page belongs to no browser that could open another context.')
  const path = await createInvite(page, role, email)
  return { email, password: PASSWORD, login: await loginBy(browser, path, { name, password: PASSWORD }) }
}

/** Creates an invite into the team of the person who is signed in on the page, and returns the path of its link. */
export async function createInvite(page: Page, role: Role, email: string): Promise<string> {
  const response = await submitForm(page.request, '/settings/members', { email, role })
  const [path] = /\/invite\/[\w-]+/.exec(await response.text()) ?? []
  if (path === undefined) throw new Error(`No invite link for ${email}.`)
  return path
}

/** Creates the first team of a server by the setup link that the server printed; the page then shows the API key. */
export async function setUpServer(page: Page, link: string, name = 'ada'): Promise<Credentials> {
  await page.goto(link)
  await fillSetupForm(page, name)
  await page.getByRole('button', { name: 'Create team' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Your team is ready' })).toBeVisible()
  return { email: `${name}@example.com`, password: PASSWORD }
}

/** Fills in the setup form for a person and a team named after them. */
export async function fillSetupForm(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('E-mail').fill(`${name}@example.com`)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByLabel('Team name').fill(`Team of ${name}`)
}
