/** Every link inside the portal. */
export const paths = {
  dashboard: '/',
  signIn: '/signin',
  agents: '/agents',
  agent: (name: string) => `/agents/${encodeURIComponent(name)}`,
  sessions: '/sessions',
  session: (id: string) => `/sessions/${encodeURIComponent(id)}`,
  summaries: '/summaries',
  apiKeys: '/settings/api-keys',
  members: '/settings/members',
  team: '/settings/team',
  audit: '/settings/audit',
  account: '/account',
  docs: '/docs',
  setup: (token: string) => `/setup?token=${encodeURIComponent(token)}`,
  invite: (token: string) => `/invite/${token}`,
  password: (token: string) => `/invite/password/${token}`,
} as const
