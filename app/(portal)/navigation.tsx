'use client'

import {
  Activity,
  Bot,
  Brain,
  FileText,
  KeyRound,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  ScrollText,
  Settings,
  UserRound,
  Users,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { cn } from '@/app/_ui/cn'
import { type Role, roleHasCapability } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'
import { NAVIGATION_ITEM } from './navigation-item'
import { LinkPending } from './navigation-pending'

const PAGES = [
  { label: 'Dashboard', href: paths.dashboard, icon: LayoutDashboard },
  { label: 'Agents', href: paths.agents, icon: Bot },
  { label: 'Memories', href: paths.memories, icon: Brain },
  { label: 'Sessions', href: paths.sessions, icon: Activity },
  { label: 'Summaries', href: paths.summaries, icon: FileText },
  { label: 'API keys', href: paths.apiKeys, icon: KeyRound, requires: 'keys:manage' },
  { label: 'Members', href: paths.members, icon: Users },
  { label: 'Team', href: paths.team, icon: Settings, requires: 'policy:manage' },
  { label: 'Audit log', href: paths.audit, icon: ScrollText, requires: 'audit:read' },
  { label: 'Requests', href: paths.requests, icon: ListTree, requires: 'audit:read' },
  { label: 'Account', href: paths.account, icon: UserRound },
] as const

/** The pages that a role may open. The server refuses the others whether or not they are shown. */
export const pagesFor = (role: Role) => PAGES.filter((page) => !('requires' in page) || roleHasCapability(role, page.requires))

/** Pages with a time range, which stays the same when a person moves between them. */
const WITH_TIME_RANGE: string[] = [paths.dashboard, paths.sessions, paths.summaries]

function useLinkWithTime(): (href: string) => string {
  const [path, search] = [usePathname(), useSearchParams()]
  const kept = new URLSearchParams([...search].filter(([name]) => ['range', 'from', 'to', 'zone'].includes(name)))
  const isKept = kept.size > 0 && WITH_TIME_RANGE.includes(path)
  return (href) => (isKept && WITH_TIME_RANGE.includes(href) ? `${href}?${kept}` : href)
}

const SETTINGS = '/settings/'

const GROUPS = [
  { id: 'work', label: 'Work', isIn: (href: string) => !href.startsWith(SETTINGS) },
  { id: 'settings', label: 'Settings', isIn: (href: string) => href.startsWith(SETTINGS) },
]

/** The links to the pages of the portal, in groups. The account is in the menu of the person. */
export function Navigation({ role }: { role: Role }) {
  const pages = pagesFor(role).filter(({ href }) => href !== paths.account)
  return (
    <nav aria-label="Portal" className="grid gap-5">
      {GROUPS.map(({ id, label, isIn }) => (
        <div key={id}>
          <p id={`navigation-${id}`} className="mb-1 px-2 text-xs font-medium text-soft rail-narrow:sr-only">
            {label}
          </p>
          <ul aria-labelledby={`navigation-${id}`} className="grid gap-0.5">
            {pages
              .filter(({ href }) => isIn(href))
              .map((page) => (
                <li key={page.href}>
                  <PageLink {...page} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function PageLink({ label, href, icon: Icon }: { label: string; href: string; icon: LucideIcon }) {
  const path = usePathname()
  const withTime = useLinkWithTime()
  const isHere = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
  return (
    <Link
      href={withTime(href)}
      title={label}
      aria-current={isHere ? 'page' : undefined}
      className={cn(NAVIGATION_ITEM, isHere ? 'bg-accent-wash font-medium text-accent' : 'text-soft hover:bg-sunken hover:text-ink')}
    >
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      <span className="rail-narrow:sr-only">{label}</span>
      <LinkPending />
    </Link>
  )
}
