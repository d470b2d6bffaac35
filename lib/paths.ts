/** The list of memories shows those that recalls return. A link to all memories of something shows those of every status and trust. */
const OF_EVERY_STATE = 'status=all&trust=all'

/** The paths of the portal's pages and files. */
export const paths = {
  dashboard: '/',
  signIn: '/signin',
  signInWith: (provider: string, next: string) => `/signin/with/${encodeURIComponent(provider)}?next=${encodeURIComponent(next)}`,
  agents: '/agents',
  agentsWithout: (deleted: string) => `/agents?deleted=${encodeURIComponent(deleted)}`,
  agent: (name: string) => `/agents/${encodeURIComponent(name)}`,
  agentMemories: (name: string) => `/agents/${encodeURIComponent(name)}/memories`,
  agentSessions: (name: string) => `/agents/${encodeURIComponent(name)}/sessions`,
  agentActivity: (name: string) => `/agents/${encodeURIComponent(name)}/activity`,
  agentSettings: (name: string) => `/agents/${encodeURIComponent(name)}/settings`,
  memories: '/memories',
  memory: (id: string) => `/memories/${encodeURIComponent(id)}`,
  memoriesOfSession: (id: string) => `/memories?session_id=${encodeURIComponent(id)}&${OF_EVERY_STATE}`,
  memoriesCreatedBetween: (from: Date, to: Date) =>
    `/memories?created_after=${from.toISOString()}&created_before=${to.toISOString()}&${OF_EVERY_STATE}`,
  memoriesExport: '/memories/export',
  memoriesImport: '/memories/import',
  memoriesImportFile: '/memories/import/file',
  memoriesErase: '/memories/erase',
  sessions: '/sessions',
  session: (id: string) => `/sessions/${encodeURIComponent(id)}`,
  sessionsOfAgent: (name: string) => `/sessions?agent_id=${encodeURIComponent(name)}`,
  sessionsOpenedBy: (id: string) => `/sessions?opened_by=${encodeURIComponent(id)}`,
  memoriesOfKey: (id: string) => `/memories?key_id=${encodeURIComponent(id)}&${OF_EVERY_STATE}`,
  sessionJson: (id: string) => `/sessions/${encodeURIComponent(id)}/session.json`,
  sessionsExport: '/sessions/export.csv',
  summaries: '/summaries',
  summaryComparison: '/summaries/compare',
  summariesExport: '/summaries/export.csv',
  apiKeys: '/settings/api-keys',
  members: '/settings/members',
  team: '/settings/team',
  audit: '/settings/audit',
  requests: '/settings/requests',
  auditExport: '/settings/audit/export',
  account: '/account',
  refused: '/refused',
  refusedInOtherTeam: '/refused?reason=team',
  downloadOfOtherTeam: '/refused?reason=download',
  changeVersion: '/change-version',
  docs: '/docs',
  operationReference: (id: string) => `/docs/operations/${encodeURIComponent(id)}`,
  quickStart: '/docs/quick-start',
  sessionGuide: '/docs/sessions',
  retryGuide: '/docs/retries',
  keyGuide: '/docs/keys',
  errorGuide: '/docs/errors',
  palette: '/palette',
  setup: (token: string) => `/setup?token=${encodeURIComponent(token)}`,
  invite: (token: string) => `/invite/${token}`,
  password: (token: string) => `/invite/password/${token}`,
} as const

/** Returns the path of the portal at which a link or form asked to continue; undefined when it could lead to another site. */
export function localPath(requested: unknown): string | undefined {
  if (typeof requested !== 'string' || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(requested)) return undefined
  const { origin, pathname, search } = new URL(requested, 'http://here')
  return origin === 'http://here' && !pathname.startsWith('//') ? pathname + search : undefined
}

/** Returns the path of the sign-in page that continues at another path. */
export const signInReturningTo = (next: string) => `${paths.signIn}?next=${encodeURIComponent(next)}`
