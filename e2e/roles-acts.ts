import { expect, type Page } from '@playwright/test'
import type { Role } from './people'
import { ADMINS, ROLES, WRITERS } from './roles-pages'

/** What an act is done to. */
export interface Scene {
  /** In every name that is made for it: the role that acts, or the way a post was recorded. */
  tag: string
  /** Ends e-mails, so that no two runs meet. */
  host: string
  /** Asks the API with a key of the team. */
  ask: (path: string, data?: object) => Promise<Record<string, string>>
}

interface Act {
  may: readonly Role[]
  /** Prepares what it is done to, and gives the page where its form is. */
  at: (scene: Scene) => Promise<string> | string
  /** Text of the folded part that holds the form. */
  inside?: (scene: Scene) => string
  fill?: (page: Page, scene: Scene) => Promise<unknown>
  button: (scene: Scene) => string
  /** What is seen once it is done. */
  done: (page: Page, scene: Scene) => Promise<unknown>
  /** Whoever did it may not do it again. */
  isOnce?: true
}

const agentOf = ({ tag }: Scene) => `agent-of-${tag}`
const guestOf = ({ tag, host }: Scene) => `guest-of-${tag}@${host}`
const keyOf = ({ tag }: Scene) => `Key of ${tag}`
export const colleagueOf = ({ tag, host }: Pick<Scene, 'tag' | 'host'>) => `colleague-of-${tag}@${host}`

const agentPage = (scene: Scene) => `/agents/${agentOf(scene)}`
const keys = () => '/settings/api-keys'
const members = () => '/settings/members'

/** Opens a session of the scene's agent, and stores a memory in it. */
export async function running(scene: Scene, data: object = {}): Promise<string> {
  const { session_id = '', session_token } = await scene.ask(`/agents/${agentOf(scene)}/activate?create=true`, data)
  await scene.ask(`/agents/${agentOf(scene)}/remember`, { session_token, content: `A memory for ${scene.tag}` })
  return session_id
}

const told = (words: string | RegExp) => (page: Page) => expect(page.getByText(words).first()).toBeVisible()
const itemOf = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text })

/** Every act of the portal: `<folder of actions.ts>: <its name>`, and a second form for the same act in brackets. In the order in which each finds what it needs. */
export const ACTS = {
  'agents: create': {
    may: WRITERS,
    at: () => '/agents',
    inside: () => 'New agent',
    fill: (page, scene) => page.getByLabel('Agent id').fill(agentOf(scene)),
    button: () => 'Create agent',
    done: (page, scene) => expect(page.getByRole('heading', { level: 1, name: agentOf(scene) })).toBeVisible(),
  },
  'agents/[agentId]: edit': {
    may: WRITERS,
    at: agentPage,
    inside: () => 'Edit agent',
    fill: (page, { tag }) => page.getByLabel('Description').fill(`Described for ${tag}`),
    button: () => 'Save changes',
    done: told('Saved.'),
  },
  'agents/[agentId]: activate': {
    may: WRITERS,
    at: agentPage,
    button: () => 'Activate',
    done: (page) => expect(page.getByRole('region', { name: 'Session token' })).toBeVisible(),
  },
  'agents/[agentId]: extend': { may: WRITERS, at: agentPage, button: () => 'Extend by 6 h', done: told('Extended by 6 h.') },
  'agents/[agentId]: deactivate': {
    may: WRITERS,
    at: agentPage,
    inside: () => 'Deactivate',
    button: () => 'Deactivate now',
    done: told('The session was deactivated.'),
  },
  'agents/[agentId]: extend (dashboard)': {
    may: WRITERS,
    at: async (scene) => {
      await running(scene, { duration_hours: 0.3 })
      return '/'
    },
    button: (scene) => `Extend ${agentOf(scene)} by 6 h`,
    done: told('Extended by 6 h.'),
  },
  'agents/[agentId]: editMemory': {
    may: WRITERS,
    at: agentPage,
    inside: () => 'Edit',
    fill: (page, { tag }) => page.getByLabel('Content').fill(`Changed for ${tag}`),
    button: () => 'Save memory',
    done: told('Saved.'),
  },
  'agents/[agentId]: forget': {
    may: WRITERS,
    at: agentPage,
    inside: () => 'Delete',
    button: () => 'Delete memory',
    done: told('The memory was deleted.'),
  },
  'sessions: end': {
    may: WRITERS,
    at: async (scene) => `/sessions/${await running(scene)}`,
    inside: () => 'End session',
    button: () => 'End it now',
    done: told('The session has ended.'),
  },
  'sessions: endSelected': {
    may: WRITERS,
    at: async (scene) => {
      await running(scene)
      return `/sessions?agent_id=${agentOf(scene)}`
    },
    inside: () => 'End selected…',
    fill: (page, scene) => page.getByLabel(`Select the session of ${agentOf(scene)}`).check(),
    button: () => 'End selected sessions',
    done: told(/^1 session ended/),
  },
  'agents/[agentId]: remove': {
    may: WRITERS,
    at: agentPage,
    inside: () => 'Delete agent',
    fill: (page, scene) => page.getByLabel('Name of the agent').fill(agentOf(scene)),
    button: () => 'Delete for good',
    done: (page) => expect(page).toHaveURL(/\/agents$/),
  },
  'settings/api-keys: issue': {
    may: ADMINS,
    at: keys,
    fill: (page, scene) => page.getByLabel('Name').fill(keyOf(scene)),
    button: () => 'Issue key',
    done: (page, scene) => expect(page.getByRole('dialog', { name: `Copy the key “${keyOf(scene)}” now` })).toBeVisible(),
  },
  'settings/api-keys: rotate': {
    may: ADMINS,
    at: keys,
    inside: (scene) => `Rotate ${keyOf(scene)}`,
    button: (scene) => `Rotate ${keyOf(scene)} now`,
    done: (page, scene) => expect(page.getByRole('dialog', { name: `Copy the key “${keyOf(scene)}” now` })).toBeVisible(),
  },
  'settings/api-keys: revoke': {
    may: ADMINS,
    at: keys,
    inside: (scene) => `Revoke ${keyOf(scene)}`,
    fill: (page, scene) => itemOf(page, keyOf(scene)).getByLabel('Reason').fill('Its server was retired'),
    button: (scene) => `Revoke ${keyOf(scene)} for good`,
    done: (page, scene) => expect(itemOf(page, keyOf(scene))).toContainText('Revoked by'),
  },
  'settings/members: inviteMember': {
    may: ADMINS,
    at: members,
    fill: (page, scene) => page.getByLabel('E-mail', { exact: true }).fill(guestOf(scene)),
    button: () => 'Make an invite link',
    done: told(/^Send this link to/),
  },
  'settings/members: withdraw': {
    may: ADMINS,
    at: members,
    button: (scene) => `Withdraw the invite of ${guestOf(scene)}`,
    done: (page, scene) => expect(page.getByText(guestOf(scene))).toHaveCount(0),
  },
  'settings/members: giveRole': {
    may: ADMINS,
    at: members,
    inside: (scene) => `Manage ${colleagueOf(scene)}`,
    fill: (page, scene) => itemOf(page, colleagueOf(scene)).getByLabel('Role').selectOption('member'),
    button: () => 'Change the role',
    done: (page, scene) => expect(itemOf(page, colleagueOf(scene))).toContainText('is member now.'),
  },
  'settings/members: makePasswordLink': {
    may: ADMINS,
    at: members,
    inside: (scene) => `Manage ${colleagueOf(scene)}`,
    button: () => 'Make a password link',
    done: told(/^Give this link to/),
  },
  'settings/members: remove': {
    may: ADMINS,
    at: members,
    inside: (scene) => `Manage ${colleagueOf(scene)}`,
    fill: (page, scene) => page.getByLabel(`To remove ${colleagueOf(scene)}`).fill(colleagueOf(scene)),
    button: () => 'Remove from the team',
    done: (page, scene) => expect(page.getByText(colleagueOf(scene))).toHaveCount(0),
  },
  'settings/team: savePolicy': {
    may: ADMINS,
    at: () => '/settings/team',
    fill: (page, { tag }) => page.getByLabel('Longest life, in hours').fill(String(100 + tag.length)),
    button: () => 'Save',
    done: told(/^Saved for/),
  },
  'account: rename': {
    may: ROLES,
    at: () => '/account',
    fill: (page, { tag }) => page.getByLabel('Your name').fill(`The ${tag}`),
    button: () => 'Save the name',
    done: told('Saved.'),
  },
  'account: found': {
    may: ['owner'],
    at: () => '/account',
    inside: () => 'Found another team',
    fill: (page, { tag }) => page.getByLabel('Team name').fill(`Yet another of ${tag}`),
    button: () => 'Found the team',
    done: (page, { tag }) => expect(page.getByRole('heading', { level: 1, name: `Yet another of ${tag}` })).toBeVisible(),
  },
  'settings/members: handTeamOver': {
    may: ['owner'],
    at: members,
    fill: (page) => page.getByLabel('New owner').selectOption({ label: 'The admin' }),
    button: () => 'Hand over',
    done: (page) => expect(page.getByRole('button', { name: 'Hand over' })).toHaveCount(0),
    isOnce: true,
  },
} as const satisfies Record<string, Act>
