import type { Role } from './people'

/** Every role. */
export const ROLES = ['owner', 'admin', 'member', 'reader'] as const satisfies readonly Role[]
/** The roles that may use agents. */
export const WRITERS = ['owner', 'admin', 'member'] as const satisfies readonly Role[]
/** The roles that may manage the team. */
export const ADMINS = ['owner', 'admin'] as const satisfies readonly Role[]

interface PageCase {
  /** The roles that may open the page. */
  roles: readonly Role[]
  heading: RegExp
}

/** Every page of the portal, by its folder. */
export const PAGES = {
  '/': { roles: ROLES, heading: /^Team / },
  '/agents': { roles: ROLES, heading: /^Agents$/ },
  '/agents/[agentId]': { roles: ROLES, heading: /^customer-support$/ },
  '/agents/[agentId]/memories': { roles: ROLES, heading: /^customer-support$/ },
  '/agents/[agentId]/sessions': { roles: ROLES, heading: /^customer-support$/ },
  '/agents/[agentId]/activity': { roles: ROLES, heading: /^customer-support$/ },
  '/agents/[agentId]/settings': { roles: ROLES, heading: /^customer-support$/ },
  '/memories': { roles: ROLES, heading: /^Memories$/ },
  '/memories/[memoryId]': { roles: ROLES, heading: /^Memory of customer-support$/ },
  '/memories/import': { roles: WRITERS, heading: /^Import memories$/ },
  '/memories/erase': { roles: ADMINS, heading: /^Erase memories$/ },
  '/sessions': { roles: ROLES, heading: /^Sessions$/ },
  '/sessions/[sessionId]': { roles: ROLES, heading: /^customer-support session$/ },
  '/summaries': { roles: ROLES, heading: /^Summaries$/ },
  '/summaries/agents': { roles: ROLES, heading: /^Summaries by agent$/ },
  '/summaries/days': { roles: ROLES, heading: /^Summaries by day$/ },
  '/summaries/outcomes': { roles: ROLES, heading: /^Summaries by outcome$/ },
  '/summaries/compare': { roles: ROLES, heading: /^Compare summaries$/ },
  '/settings/api-keys': { roles: ADMINS, heading: /^API keys$/ },
  '/settings/members': { roles: ROLES, heading: /^Members$/ },
  '/settings/team': { roles: ADMINS, heading: /^Team$/ },
  '/settings/audit': { roles: ADMINS, heading: /^Audit log$/ },
  '/settings/requests': { roles: ADMINS, heading: /^Requests$/ },
  '/refused': { roles: ROLES, heading: /^You don't have permission to do this$/ },
  '/account': { roles: ROLES, heading: /^Account$/ },
} as const satisfies Record<string, PageCase>

/** Everything else that the portal serves: files and data, by their folders. */
export const DATA = {
  '/palette': { roles: ROLES, query: '?q=customer', type: 'application/json', contains: 'customer-support' },
  '/change-version': { roles: ROLES, query: '', type: 'application/json', contains: '"version"' },
  '/sessions/[sessionId]/session.json': { roles: ROLES, query: '', type: 'application/json', contains: '"session_id"' },
  '/memories/export': { roles: ROLES, query: '?agent_id=customer-support', type: 'application/x-ndjson', contains: '"record":"memory"' },
  '/sessions/export.csv': { roles: ROLES, query: '', type: 'text/csv', contains: 'customer-support' },
  '/summaries/export.csv': { roles: ROLES, query: '?view=agents', type: 'text/csv', contains: 'agent_id' },
  '/settings/audit/export': { roles: ADMINS, query: '', type: 'text/csv', contains: 'key.issued' },
} as const satisfies Record<string, { roles: readonly Role[]; query: string; type: string; contains: string }>

/** Where scripts of the portal send files, by folder. */
export const UPLOADS = ['/memories/import/file']

/** A session and a memory of a team's first agent. */
export interface PathIds {
  sessionId: string
  memoryId: string
}

/** Returns the path of a folder, for the team's first agent, and a session and a memory of it. */
export const pathOf = (folder: string, { sessionId, memoryId }: PathIds) =>
  folder.replace('[agentId]', 'customer-support').replace('[sessionId]', sessionId).replace('[memoryId]', memoryId)
