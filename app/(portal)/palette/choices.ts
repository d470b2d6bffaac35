import { type Role, roleMay, roleMayAct } from '@/lib/auth/permissions'
import type { Found } from '@/lib/palette/find'
import { paths } from '@/lib/paths'
import { pagesFor } from '../navigation'

/** A line of the palette: where it leads, or what it does. */
export interface Choice {
  id: string
  label: string
  note?: string
  href?: string
  /** Outside the portal's shell, or a file: the browser goes there itself. */
  isElsewhere?: boolean
  /** The agent that it opens a session of. */
  activates?: string
  theme?: 'light' | 'dark' | 'system'
  isSignOut?: boolean
}

/** What there is to choose for a text, group by group; groups without a choice are left out. */
export function choicesFor(role: Role, text: string, found: Found): [heading: string, Choice[]][] {
  const words = text.toLowerCase().split(/\s+/)
  const activations = text !== '' && roleMay(role, 'sessions:write') ? found.agents.flatMap(activation) : []
  const named = (choices: Choice[]) => choices.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
  const groups: [string, Choice[]][] = [
    [
      'Sessions',
      found.sessions.map(({ session_id, agent_id }) => ({
        id: session_id,
        label: session_id,
        note: agent_id,
        href: paths.session(session_id),
      })),
    ],
    ['Agents', found.agents.map(({ agent_id, status }) => ({ id: agent_id, label: agent_id, note: status, href: paths.agent(agent_id) }))],
    ['Pages', named(pages(role))],
    ['Actions', [...activations, ...named(actions(role))]],
  ]
  if (text.toLowerCase().startsWith('activate')) groups.reverse() // what is to be done comes before what it is done to
  return groups.filter(([, choices]) => choices.length > 0)
}

const activation = ({ agent_id, status }: Found['agents'][number]): Choice[] =>
  status === 'active' ? [] : [{ id: `activate ${agent_id}`, label: `Activate ${agent_id}`, activates: agent_id }]

/** What the server is asked for: "activate support" finds the agents of "support". */
export const askedIn = (text: string) => text.trim().replace(/^activate\s+/i, '')

function pages(role: Role): Choice[] {
  const own = pagesFor(role).map(({ label, href }) => ({ id: `page ${href}`, label, href }))
  return [...own, { id: 'docs', label: 'API reference', href: paths.docs, isElsewhere: true }]
}

function actions(role: Role): Choice[] {
  const all: (Choice & { isMine?: boolean })[] = [
    { id: 'new agent', label: 'Create agent', href: `${paths.agents}?new=1`, isMine: roleMay(role, 'agents:write') },
    { id: 'new key', label: 'Create API key', href: `${paths.apiKeys}#issue`, isMine: roleMayAct(role, 'keys:manage') },
    { id: 'new member', label: 'Invite people', href: `${paths.members}#invite-email`, isMine: roleMayAct(role, 'people:manage') },
    {
      id: 'audit export',
      label: 'Export audit log',
      href: paths.auditExport,
      isElsewhere: true,
      isMine: roleMayAct(role, 'audit:read'),
    },
    { id: 'light', label: 'Use light theme', theme: 'light' },
    { id: 'dark', label: 'Use dark theme', theme: 'dark' },
    { id: 'system', label: 'Use system theme', theme: 'system' },
    { id: 'sign out', label: 'Sign out', isSignOut: true },
  ]
  return all.filter(({ isMine = true }) => isMine)
}
