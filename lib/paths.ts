/** Every link inside the portal. */
export const paths = {
  dashboard: '/',
  signIn: '/signin',
  signInWith: (provider: string, next: string) => `/signin/with/${encodeURIComponent(provider)}?next=${encodeURIComponent(next)}`,
  agents: '/agents',
  agentsWithout: (deleted: string) => `/agents?deleted=${encodeURIComponent(deleted)}`,
  agent: (name: string) => `/agents/${encodeURIComponent(name)}`,
  sessions: '/sessions',
  session: (id: string) => `/sessions/${encodeURIComponent(id)}`,
  sessionJson: (id: string) => `/sessions/${encodeURIComponent(id)}/session.json`,
  sessionsExport: '/sessions/export.csv',
  summaries: '/summaries',
  apiKeys: '/settings/api-keys',
  members: '/settings/members',
  team: '/settings/team',
  audit: '/settings/audit',
  auditExport: '/settings/audit/export',
  account: '/account',
  refused: '/refused',
  pulse: '/pulse',
  docs: '/docs',
  palette: '/palette',
  setup: (token: string) => `/setup?token=${encodeURIComponent(token)}`,
  invite: (token: string) => `/invite/${token}`,
  password: (token: string) => `/invite/password/${token}`,
} as const

/** A path of ours that a link or form asked to go on to; undefined for whatever could lead elsewhere. */
export function localPath(asked: unknown): string | undefined {
  if (typeof asked !== 'string' || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked)) return undefined
  const { origin, pathname, search } = new URL(asked, 'http://here')
  return origin === 'http://here' && !pathname.startsWith('//') ? pathname + search : undefined
}

/** The sign-in page, and where to go on from there. */
export const signInThen = (next: string) => `${paths.signIn}?next=${encodeURIComponent(next)}`
