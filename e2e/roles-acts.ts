import { expect, type Page } from '@playwright/test'
import type { Role } from './people'
import { WRITERS } from './roles-pages'

/** What an act is done to. */
export interface Scene {
  /** In every name that is made for it: the role that acts, or the way a post was recorded. */
  tag: string
  /** Ends e-mails, so that no two runs meet. */
  host: string
  /** Asks the API with a key of the team. */
  ask: (path: string, data?: object) => Promise<Record<string, string>>
}

export interface Action {
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
  /** Everything would end with it: it is sent by those who may not, and done in a spec of its own. */
  isTheEnd?: true
}

const agentOf = ({ tag }: Scene) => `agent-of-${tag}`

const agentPage = (scene: Scene) => `/agents/${agentOf(scene)}`

/** Opens a session of the scene's agent, and stores a memory in it. */
export async function running(scene: Scene, data: object = {}): Promise<string> {
  const { session_id = '', session_token } = await scene.ask(`/agents/${agentOf(scene)}/activate?create=true`, data)
  await scene.ask(`/agents/${agentOf(scene)}/remember`, { session_token, content: `A memory for ${scene.tag}` })
  return session_id
}

export const showsText = (words: string | RegExp) => (page: Page) => expect(page.getByText(words).first()).toBeVisible()

/** With agents and sessions: `<folder of actions.ts>: <its name>`, and a second form for the same act in brackets. In the order in which each finds what it needs. */
export const AGENT_ACTS = {
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
    done: showsText('Saved.'),
  },
  'agents/[agentId]: activate': {
    may: WRITERS,
    at: agentPage,
    button: () => 'Activate',
    done: (page) => expect(page.getByRole('region', { name: 'Session token' })).toBeVisible(),
  },
  'agents/[agentId]: extend': { may: WRITERS, at: agentPage, button: () => 'Extend by 6 h', done: showsText('Extended by 6 h.') },
  'agents/[agentId]: deactivate': {
    may: WRITERS,
    at: agentPage,
    inside: () => 'Deactivate',
    button: () => 'Deactivate',
    done: showsText('Session deactivated.'),
  },
  'agents/[agentId]: extend (dashboard)': {
    may: WRITERS,
    at: async (scene) => {
      await running(scene, { duration_hours: 0.3 })
      return '/'
    },
    button: (scene) => `Extend ${agentOf(scene)} by 6 h`,
    done: showsText('Extended by 6 h.'),
  },
  'agents/[agentId]: editMemory': {
    may: WRITERS,
    at: agentPage,
    inside: () => 'Edit',
    fill: (page, { tag }) => page.getByLabel('Content').fill(`Changed for ${tag}`),
    button: () => 'Save memory',
    done: showsText('Saved.'),
  },
  'agents/[agentId]: deleteMemory': {
    may: WRITERS,
    at: agentPage,
    inside: () => 'Delete',
    button: () => 'Delete memory',
    done: showsText('Memory deleted.'),
  },
  'sessions: end': {
    may: WRITERS,
    at: async (scene) => `/sessions/${await running(scene)}`,
    inside: () => 'End session',
    button: () => 'End session',
    done: showsText('Session ended.'),
  },
  'sessions: endMany': {
    may: WRITERS,
    at: async (scene) => {
      await running(scene)
      return `/sessions?agent_id=${agentOf(scene)}`
    },
    inside: () => 'End selected…',
    fill: (page, scene) => page.getByLabel(`Select ${agentOf(scene)}’s session`).check(),
    button: () => 'End selected sessions',
    done: showsText(/^1 session ended/),
  },
  'agents/[agentId]: remove': {
    may: WRITERS,
    at: agentPage,
    inside: () => 'Delete agent',
    fill: (page, scene) => page.getByLabel(`Type ${agentOf(scene)} to confirm`).fill(agentOf(scene)),
    button: () => 'Delete agent',
    done: (page) => expect(page).toHaveURL(/\/agents$/),
  },
} as const satisfies Record<string, Action>
