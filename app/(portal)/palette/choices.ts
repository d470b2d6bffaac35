import { type Role, roleHasCapability, roleHasScope } from '@/lib/auth/permissions'
import type { PaletteResults } from '@/lib/palette/search'
import { paths } from '@/lib/paths'
import { pagesFor } from '../navigation'

/** A line of the palette: the page that it opens, or the action that it runs. */
export interface Choice {
  id: string
  label: string
  note?: string
  href?: string
  /** The link leaves the portal's shell or downloads a file, so that the browser follows it and not the router. */
  leavesShell?: boolean
  /** The agent that it activates. */
  activates?: string
  theme?: 'light' | 'dark' | 'system'
  isSignOut?: boolean
}

/** The choices for a text, by group; groups without a choice are left out. */
export function choicesFor(role: Role, text: string, found: PaletteResults): [heading: string, Choice[]][] {
  const activations = text !== '' && roleHasScope(role, 'sessions:write') ? found.agents.flatMap(activation) : []
  const groups: [string, Choice[]][] = [
    ['Sessions', found.sessions.map(({ id, agentName }) => ({ id, label: id, note: agentName, href: paths.session(id) }))],
    [
      'Agents',
      found.agents.map(({ agentName, status }) => ({ id: agentName, label: agentName, note: status, href: paths.agent(agentName) })),
    ],
    ['Pages', pages(role).filter(({ label }) => hasAllWords(label, text))],
    ['Actions', [...activations, ...actions(role).filter(({ label }) => hasAllWords(label, text))]],
  ]
  if (text.toLowerCase().startsWith('activate')) groups.reverse() // the actions come first
  return groups.filter(([, choices]) => choices.length > 0)
}

const hasAllWords = (label: string, text: string) =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word))

const activation = ({ agentName, status }: PaletteResults['agents'][number]): Choice[] =>
  status === 'active' ? [] : [{ id: `activate ${agentName}`, label: `Activate ${agentName}`, activates: agentName }]

/** The text that the server searches for: "activate support" searches for "support". */
export const searchTextOf = (text: string) => text.trim().replace(/^activate\s+/i, '')

function pages(role: Role): Choice[] {
  const own = pagesFor(role).map(({ label, href }) => ({ id: `page ${href}`, label, href }))
  return [...own, { id: 'docs', label: 'API reference', href: paths.docs, leavesShell: true }]
}

function actions(role: Role): Choice[] {
  const all: (Choice & { isAllowed?: boolean })[] = [
    { id: 'new agent', label: 'Create agent', href: `${paths.agents}?new=1`, isAllowed: roleHasScope(role, 'agents:write') },
    { id: 'new key', label: 'Create API key', href: `${paths.apiKeys}#issue`, isAllowed: roleHasCapability(role, 'keys:manage') },
    {
      id: 'new member',
      label: 'Invite people',
      href: `${paths.members}#invite-email`,
      isAllowed: roleHasCapability(role, 'people:manage'),
    },
    {
      id: 'audit export',
      label: 'Export audit log',
      href: paths.auditExport,
      leavesShell: true,
      isAllowed: roleHasCapability(role, 'audit:read'),
    },
    { id: 'light', label: 'Use light theme', theme: 'light' },
    { id: 'dark', label: 'Use dark theme', theme: 'dark' },
    { id: 'system', label: 'Use system theme', theme: 'system' },
    { id: 'sign out', label: 'Sign out', isSignOut: true },
  ]
  return all.filter(({ isAllowed = true }) => isAllowed)
}
