import { expect, type Page } from '@playwright/test'
import type { Role } from './people'
import { ADMINS, WRITERS } from './roles-pages'

/** What a form is used on: names that no other test uses, and a way to prepare it. */
export interface Target {
  /** Part of every name: the role that acts, or the way in which a request was recorded. */
  tag: string
  /** The domain of all e-mails. */
  domain: string
  /** Calls the REST API with a key of the team. */
  post: (path: string, data?: object) => Promise<Record<string, string>>
}

/** A form of the portal: who may use it, where it is, and what it does. */
export interface FormCase {
  roles: readonly Role[]
  /** Prepares what the form is used on, and returns the path of the form's page. */
  prepare: (target: Target) => Promise<string> | string
  /** The summary of the collapsed part that contains the form. */
  summary?: (target: Target) => string
  fill?: (page: Page, target: Target) => Promise<unknown>
  button: (target: Target) => string
  expectDone: (page: Page, target: Target) => Promise<unknown>
  /** Its user may not use it again afterwards. */
  isOnce?: true
  /** It only finds something out. */
  changesNothing?: true
  /** It would delete the team of the other tests. Only requests that are refused are sent; team-deletion.spec.ts tests the rest. */
  deletesTeam?: true
}

/** The agent of a target. */
export const agentOf = ({ tag }: Target) => `agent-of-${tag}`

const agentPage = (target: Target) => `/agents/${agentOf(target)}`

/** Activates the target's agent and stores a memory. Returns the id of the session. */
export async function activateWithMemory(target: Target, data: object = {}): Promise<string> {
  const { session_id = '', session_token } = await target.post(`/agents/${agentOf(target)}/activate?create=true`, data)
  await target.post(`/agents/${agentOf(target)}/remember`, { session_token, content: `A memory for ${target.tag}` })
  return session_id
}

/** Returns a check that the page shows a text. */
export const showsText = (text: string | RegExp) => (page: Page) => expect(page.getByText(text).first()).toBeVisible()

/**
 * The forms for agents and sessions. The name is `<folder of actions.ts>: <action>`; a second form of an action has its place in brackets.
 * The order matters: a form may need what an earlier one created.
 */
export const AGENT_FORMS = {
  'agents: create': {
    roles: WRITERS,
    prepare: () => '/agents',
    summary: () => 'New agent',
    fill: (page, target) => page.getByLabel('Agent id').fill(agentOf(target)),
    button: () => 'Create agent',
    expectDone: (page, target) => expect(page.getByRole('heading', { level: 1, name: agentOf(target) })).toBeVisible(),
  },
  'agents/[agentId]: edit': {
    roles: WRITERS,
    prepare: (target) => `${agentPage(target)}/settings`,
    fill: (page, { tag }) => page.getByLabel('Description').fill(`Described for ${tag}`),
    button: () => 'Save changes',
    expectDone: showsText('Agent saved.'),
  },
  'agents/[agentId]: activate': {
    roles: WRITERS,
    prepare: agentPage,
    button: () => 'Activate',
    expectDone: (page) => expect(page.getByRole('region', { name: 'Session token' })).toBeVisible(),
  },
  'agents/[agentId]: extend': {
    roles: WRITERS,
    prepare: agentPage,
    button: () => 'Extend by 6 h',
    expectDone: showsText('Extended by 6 h.'),
  },
  'agents/[agentId]: deactivate': {
    roles: WRITERS,
    prepare: agentPage,
    summary: () => 'Deactivate…',
    button: () => 'Deactivate',
    expectDone: showsText('Session deactivated.'),
  },
  'agents/[agentId]: extend (dashboard)': {
    roles: WRITERS,
    prepare: async (target) => {
      await activateWithMemory(target, { duration_hours: 0.3 })
      return '/'
    },
    button: (target) => `Extend ${agentOf(target)} by 6 h`,
    expectDone: showsText('Extended by 6 h.'),
  },
  'dashboard: dismissGuide': {
    roles: WRITERS,
    prepare: async () => '/',
    button: () => 'Dismiss',
    expectDone: (page) => expect(page.getByRole('heading', { name: 'Getting started' })).toHaveCount(0),
    changesNothing: true,
  },
  'sessions: end': {
    roles: WRITERS,
    prepare: async (target) => `/sessions/${await activateWithMemory(target)}`,
    summary: () => 'End session…',
    button: () => 'End session',
    expectDone: showsText('Session ended.'),
  },
  'sessions: endMany': {
    roles: WRITERS,
    prepare: async (target) => {
      await activateWithMemory(target)
      return `/sessions?agent_id=${agentOf(target)}`
    },
    summary: () => 'End selected…',
    fill: (page, target) => page.getByLabel(`Select ${agentOf(target)}’s session`).check(),
    button: () => 'End selected sessions',
    expectDone: showsText(/^1 session ended/),
  },
  'agents/[agentId]: setLegalHold': {
    roles: ADMINS,
    prepare: async ({ tag, post }) => {
      await post(`/agents/held-by-${tag}/activate?create=true`) // another agent: this one could not be deleted next
      return `/agents/held-by-${tag}/settings`
    },
    button: () => 'Put on legal hold',
    expectDone: showsText('Agent put on legal hold.'),
  },
  'agents/[agentId]: remove': {
    roles: WRITERS,
    prepare: (target) => `${agentPage(target)}/settings`,
    summary: () => 'Delete agent…',
    fill: (page, target) => page.getByLabel(`Type ${agentOf(target)} to confirm`).fill(agentOf(target)),
    button: () => 'Delete agent',
    expectDone: (page) => expect(page).toHaveURL(/\/agents$/),
  },
} as const satisfies Record<string, FormCase>
