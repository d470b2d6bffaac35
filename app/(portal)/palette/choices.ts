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
  /** The link leaves the portal's shell, so that the browser follows it and not the router. */
  leavesShell?: boolean
  /** The link is to a file with data of the team. */
  isDownload?: boolean
  /** The agent that it activates. */
  activates?: string
  /** The text that it enters in the field, to be continued. */
  enters?: string
  theme?: 'light' | 'dark' | 'system'
  isSignOut?: boolean
}

/** The choices for what was typed, by group; groups without a choice are left out. */
export function choicesFor(role: Role, typed: string, found: PaletteResults): [heading: string, Choice[]][] {
  const text = typed.trim()
  const isNamingAgent = ACTIVATE.test(typed)
  const activations = text !== '' && roleHasScope(role, 'sessions:write') ? found.agents.flatMap(activation) : []
  const groups: [string, Choice[]][] = [
    ['Sessions', found.sessions.map(({ id, agentName }) => ({ id: `session ${id}`, label: id, note: agentName, href: paths.session(id) }))],
    [
      'Agents',
      found.agents.map(({ agentName, status }) => ({
        id: `agent ${agentName}`,
        label: agentName,
        note: status,
        href: paths.agent(agentName),
      })),
    ],
    ['Pages', pages(role).filter(({ label }) => hasAllWords(label, text))],
    ['Actions', [...activations, ...actions(role).filter(({ label, enters }) => hasAllWords(label, text) && !(enters && isNamingAgent))]],
  ]
  if (isNamingAgent) groups.reverse() // the actions come first
  return groups.filter(([, choices]) => choices.length > 0)
}

const hasAllWords = (label: string, text: string) =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word))

const activation = ({ agentName, status }: PaletteResults['agents'][number]): Choice[] =>
  status === 'active' ? [] : [{ id: `activate agent ${agentName}`, label: `Activate ${agentName}`, activates: agentName }]

/** The start of a text that names an agent to activate. */
const ACTIVATE = /^\s*activate\s/i

/** The text that the server searches for: "activate support" searches for "support". */
export const searchTextOf = (typed: string) => typed.replace(ACTIVATE, '').trim()

function pages(role: Role): Choice[] {
  const own = pagesFor(role).map(({ label, href }) => ({ id: `page ${href}`, label, href }))
  return [...own, { id: 'docs', label: 'API reference', href: paths.docs, leavesShell: true }]
}

let requests = 0

/** The address of a page with its form open. Each has another number, because the form can be asked for again while the page is shown. */
const requestTo = (path: string) => `${path}?new=${++requests}`

function actions(role: Role): Choice[] {
  const all: (Choice & { isAllowed?: boolean })[] = [
    { id: 'activate', label: 'Activate an agent…', enters: 'activate ', isAllowed: roleHasScope(role, 'sessions:write') },
    { id: 'new agent', label: 'Create agent', href: requestTo(paths.agents), isAllowed: roleHasScope(role, 'agents:write') },
    { id: 'new key', label: 'Create API key', href: requestTo(paths.apiKeys), isAllowed: roleHasCapability(role, 'keys:manage') },
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
      isDownload: true,
      isAllowed: roleHasCapability(role, 'audit:read'),
    },
    { id: 'light', label: 'Use light theme', theme: 'light' },
    { id: 'dark', label: 'Use dark theme', theme: 'dark' },
    { id: 'system', label: 'Use system theme', theme: 'system' },
    { id: 'sign out', label: 'Sign out', isSignOut: true },
  ]
  return all.filter(({ isAllowed = true }) => isAllowed)
}
