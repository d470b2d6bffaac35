import { type APIRequestContext, type Browser, expect, type Page, request } from '@playwright/test'
import { activate, joined, type Login, newTeam, type Role, signIn, type TestTeam } from './people'
import { running, type Scene } from './roles-acts'
import { colleagueOf } from './roles-acts-of-teams'

/** Whoever may send us something: each role, nobody, and the owner of another team. */
export const OTHERS = ['owner', 'admin', 'member', 'reader', 'stranger', 'neighbour'] as const

/** A team with a person of each role. */
export interface Cast {
  team: TestTeam
  /** A session of its first agent. */
  session: string
  /** Ends the e-mails of its people. */
  host: string
  logins: Record<Role, Login>
  as: Record<(typeof OTHERS)[number], APIRequestContext>
  sceneOf: (tag: string) => Scene
  stateOfTeam: () => Promise<string>
}

export async function gather(browser: Browser, baseURL: string | undefined): Promise<Cast> {
  const team = await newTeam(browser)
  const host = `${team.owner.email.slice(6, 14)}.example.com`
  const page = await (await browser.newContext()).newPage()
  await signIn(page, team.owner)
  const { session_id: session } = await activate(page.request, team.apiKey)
  const logins = await peopleOfEachRole(page, host)
  await inviteSomebody(page, `guest-of-nobody@${host}`)
  await page.context().close()
  const signedIn = (login?: Login) => request.newContext({ ...(baseURL && { baseURL }), ...(login && { storageState: login }) })
  const as = {
    owner: await signedIn(logins.owner),
    admin: await signedIn(logins.admin),
    member: await signedIn(logins.member),
    reader: await signedIn(logins.reader),
    neighbour: await signedIn(await loginOfNeighbour(browser)),
    stranger: await signedIn(),
  }
  // What a reader looks at: a session that nears its end, with a memory.
  await running(sceneAt(team, host, as, 'reader'), { duration_hours: 0.3 })
  return { team, session, host, logins, as, sceneOf: (tag) => sceneAt(team, host, as, tag), stateOfTeam: () => stateOf(team, as) }
}

/** And the colleagues to whom something is done. */
async function peopleOfEachRole(page: Page, host: string): Promise<Record<Role, Login>> {
  const person = async (role: Role) => (await joined(page, role, `${role}@${host}`, `The ${role}`)).login
  const owner = await page.context().storageState()
  const [admin, member, reader] = [await person('admin'), await person('member'), await person('reader')]
  for (const tag of ['js', 'plain', 'owner', 'admin']) {
    const email = colleagueOf({ tag, host })
    await joined(page, 'reader', email, email)
  }
  return { owner, admin, member, reader }
}

async function inviteSomebody(page: Page, email: string): Promise<void> {
  await page.goto('/settings/members')
  await page.getByLabel('E-mail', { exact: true }).fill(email)
  await page.getByRole('button', { name: 'Create invite link' }).click()
  await expect(page.getByText(/^Send this link to/)).toBeVisible()
}

async function loginOfNeighbour(browser: Browser): Promise<Login> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, (await newTeam(browser)).owner)
  const login = await page.context().storageState()
  await page.context().close()
  return login
}

/** Everything that an act could change, as the owner and the API see it; the log of the team holds the rest. */
async function stateOf(team: TestTeam, as: Cast['as']): Promise<string> {
  const headers = { authorization: `Bearer ${team.apiKey}` }
  const read = async (path: string) => (await as.owner.get(`/api/v2${path}`, { headers })).json()
  const [{ agents }, { sessions }, log, ...accounts] = await Promise.all([
    read('/agents?limit=100'),
    read('/sessions?limit=100'),
    ...[as.owner.get('/settings/audit/export'), as.owner.get('/account'), as.member.get('/account')].map(async (asked) =>
      (await asked).text(),
    ),
  ])
  const memories = await Promise.all(agents.map(({ agent_id }: { agent_id: string }) => read(`/agents/${agent_id}/memories`)))
  const changes = log?.split('\r\n').filter((line) => !line.includes(',audit.exported,'))
  const ended = sessions.map((one: Record<string, unknown>) => [one.session_id, one.expires_at, one.end_reason])
  const teams = accounts.map((account) => account.match(/Switch to [^"\\]+/g))
  const ticking = (key: string, value: unknown) => (key === 'time_remaining_seconds' ? undefined : value)
  return JSON.stringify({ agents, ended, memories, log: changes, teams }, ticking, 1)
}

function sceneAt(team: TestTeam, host: string, as: Cast['as'], tag: string): Scene {
  const headers = { authorization: `Bearer ${team.apiKey}` }
  const ask: Scene['ask'] = async (path, { session_token, ...data }: { session_token?: string } = {}) => {
    const answer = await as.owner.post(`/api/v2${path}`, { headers: session_token ? { 'x-session-token': session_token } : headers, data })
    expect(answer.status(), `${path} should have prepared a test`).toBeLessThan(300)
    return answer.json()
  }
  return { tag, host, ask }
}
