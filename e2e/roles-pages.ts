import type { Role } from './people'

export const ROLES = ['owner', 'admin', 'member', 'reader'] as const satisfies readonly Role[]
export const WRITERS = ['owner', 'admin', 'member'] as const satisfies readonly Role[]
export const ADMINS = ['owner', 'admin'] as const satisfies readonly Role[]

interface Opening {
  may: readonly Role[]
  /** Of the page, where the role may open it. */
  heading: RegExp
}

/** Every page of the portal by its folder. */
export const PAGES = {
  '/': { may: ROLES, heading: /^Team / },
  '/agents': { may: ROLES, heading: /^Agents$/ },
  '/agents/[agentId]': { may: ROLES, heading: /^customer-support$/ },
  '/sessions': { may: ROLES, heading: /^Sessions$/ },
  '/sessions/[sessionId]': { may: ROLES, heading: /^customer-support session$/ },
  '/summaries': { may: ROLES, heading: /^Summaries$/ },
  '/settings/api-keys': { may: ADMINS, heading: /^API keys$/ },
  '/settings/members': { may: ROLES, heading: /^Members$/ },
  '/settings/team': { may: ADMINS, heading: /^Team$/ },
  '/settings/audit': { may: ADMINS, heading: /^Audit log$/ },
  '/refused': { may: ROLES, heading: /^You don't have permission to do this$/ },
  '/account': { may: ROLES, heading: /^Account$/ },
} as const satisfies Record<string, Opening>

/** Everything of the portal that is no page: files and the questions that its pages ask. */
export const ANSWERS = {
  '/palette': { may: ROLES, query: '?q=customer', type: 'application/json', holds: 'customer-support' },
  '/change-version': { may: ROLES, query: '', type: 'application/json', holds: '"version"' },
  '/sessions/[sessionId]/session.json': { may: ROLES, query: '', type: 'application/json', holds: '"session_id"' },
  '/sessions/export.csv': { may: ROLES, query: '', type: 'text/csv', holds: 'customer-support' },
  '/settings/audit/export': { may: ADMINS, query: '', type: 'text/csv', holds: 'key.issued' },
} as const satisfies Record<string, { may: readonly Role[]; query: string; type: string; holds: string }>

/** The address of a folder: this team's first agent, and a session of it. */
export const addressOf = (folder: string, session: string) =>
  folder.replace('[agentId]', 'customer-support').replace('[sessionId]', session)
