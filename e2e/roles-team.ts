import { type APIRequestContext, type Browser, expect, type Page, request } from '@playwright/test'
import { addMember, createInvite, createTeam, openAs, type Person, type Role, type TestTeam } from './people'
import { type RecordedPost, send } from './recorded-posts'
import { activateWithMemory, type Target } from './roles-agent-forms'
import { colleagueOf } from './roles-team-forms'
import { activate, post, remember } from './team-api'
import { teamStateReader } from './team-state'

/** Who sends requests to the portal: a member of each role, somebody who is not signed in, and the owner of another team. */
export const SENDERS = ['owner', 'admin', 'member', 'reader', 'anonymous', 'outsider'] as const

/** One of SENDERS. */
export type Sender = (typeof SENDERS)[number]

/** A team with a member of each role. */
export interface RolesTeam extends TestTeam {
  /** The id of a session of its first agent. */
  sessionId: string
  /** The id of a memory of that agent. */
  memoryId: string
  members: Record<Role, Person>
  requests: Record<Sender, APIRequestContext>
  targetFor: (tag: string) => Target
  /** Returns the state of everything that a form could change, as text to compare. */
  readState: () => Promise<string>
}

/** Creates a team with a member of each role, an invite, and an agent whose session expires soon. */
export async function createRolesTeam(browser: Browser, baseURL: string | undefined): Promise<RolesTeam> {
  const team = await createTeam(browser)
  const domain = `${team.owner.email.slice(6, 14)}.example.com`
  const page = await openAs(browser, team.owner)
  const session = await activate(page.request, team)
  const { memory_id: memoryId = '' } = await remember(page.request, session, { content: 'Ada prefers e-mail.' })
  const { session_id: sessionId } = session
  const members = await addMembers(page, team.owner, domain)
  await createInvite(page, 'member', `guest-of-nobody@${domain}`)
  await page.context().close()
  const requestAs = (person?: Person) => request.newContext({ ...(baseURL && { baseURL }), ...(person && { storageState: person.login }) })
  const requests = {
    owner: await requestAs(members.owner),
    admin: await requestAs(members.admin),
    member: await requestAs(members.member),
    reader: await requestAs(members.reader),
    outsider: await requestAs((await createTeam(browser)).owner),
    anonymous: await requestAs(),
  }
  const targetFor = (tag: string): Target => ({
    tag,
    domain,
    post: (path, { session_token, ...data }: { session_token?: string } = {}) =>
      post(requests.owner, session_token ? { session_token } : team, path, data),
  })
  await activateWithMemory(targetFor('reader'), { duration_hours: 0.3 })
  const readState = await teamStateReader(team.name)
  return { ...team, sessionId, memoryId, members, requests, targetFor, readState }
}

/** Adds a member of each role, and the colleagues on whom forms are used. */
async function addMembers(page: Page, owner: Person, domain: string): Promise<Record<Role, Person>> {
  const add = (role: Role) => addMember(page, role, `${role}@${domain}`, `The ${role}`)
  const [admin, member, reader] = [await add('admin'), await add('member'), await add('reader')]
  for (const tag of ['js', 'plain', 'owner', 'admin']) {
    const email = colleagueOf({ tag, domain })
    await addMember(page, 'reader', email, email)
  }
  return { owner, admin, member, reader }
}

/**
 * Sends a recorded request as somebody who has no permission, and expects that it is refused. With JavaScript the form shows the refusal;
 * without, the browser is redirected to a page.
 */
export async function expectRefused(team: RolesTeam, form: string, sender: Sender, recorded: RecordedPost): Promise<void> {
  const response = await send(team.requests[sender], recorded)
  const message = `${form}, sent by: ${sender}`
  const isPlain = recorded.headers['next-action'] === undefined
  const location = response.headers()[isPlain ? 'location' : 'x-action-redirect']
  if (sender === 'outsider') return // has permission, in the other team
  if (sender === 'anonymous') return expect(location, message).toMatch(/^\/signin/)
  if (isPlain) return expect([response.status(), location], message).toEqual([303, '/refused'])
  expect(await response.text(), message).toMatch(/may not do this|Only owners/)
}
